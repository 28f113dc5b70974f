import { type ComponentType, type LazyExoticComponent, lazy, useLayoutEffect } from "react"
import { Link, Redirect, Route, Switch, useLocation } from "wouter"
import { EmptyState } from "../ui/empty-state.tsx"
import { Page } from "./page.tsx"
import { PageBoundary } from "./page-boundary.tsx"

type Lazy = LazyExoticComponent<ComponentType>

/** Each page is a chunk of its own; parts of the address are read with `useParams` of wouter ("*" is the wildcard). */
const PAGES: readonly [path: string, page: Lazy][] = [
  ["/flows", lazy(() => import("../pages/flows/flows-page.tsx"))],
  ["/flows/*", lazy(() => import("../pages/flow/flow-page.tsx"))],
  ["/bulk-test/*", lazy(() => import("../pages/bulk-test/bulk-test-page.tsx"))],
  ["/chat/*", lazy(() => import("../pages/chat/chat-page.tsx"))],
  ["/runs", lazy(() => import("../pages/runs/runs-page.tsx"))],
  ["/runs/:name", lazy(() => import("../pages/run/run-page.tsx"))],
  ["/runs/:name/lines/:line", lazy(() => import("../pages/line/line-page.tsx"))],
  ["/compare", lazy(() => import("../pages/compare/compare-page.tsx"))],
  ["/connections", lazy(() => import("../pages/connections/connections-page.tsx"))],
  ["/runtimes", lazy(() => import("../pages/runtimes/runtimes-page.tsx"))],
  ["/gallery", lazy(() => import("../pages/gallery/gallery-page.tsx"))],
  ["/settings", lazy(() => import("../pages/settings/settings-page.tsx"))],
]

export function Routes() {
  const [location] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title of the last page is not that of the next
  useLayoutEffect(() => {
    document.title = "Millrace"
  }, [location])
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/flows" replace />
      </Route>
      {PAGES.map(([path, OnePage]) => (
        <Route key={path} path={path}>
          <PageBoundary place={path.endsWith("/*") ? location : path}>
            <OnePage />
          </PageBoundary>
        </Route>
      ))}
      <Route>
        <Page title="Nothing here">
          <EmptyState link={<Link href="/flows">To the flows</Link>}>
            There is no page at this address.
          </EmptyState>
        </Page>
      </Route>
    </Switch>
  )
}
