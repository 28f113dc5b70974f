import { useLayoutEffect } from "react"
import { Link, Redirect, Route, Switch, useLocation } from "wouter"
import { EmptyState } from "../ui/empty-state.tsx"
import { late } from "../ui/late.tsx"
import { Skeleton } from "../ui/skeleton.tsx"
import { Page } from "./page.tsx"
import { PageBoundary } from "./page-boundary.tsx"
import { PAGES } from "./pages.ts"

const LATE = PAGES.map(([path, load]) => [path, late(load)] as const)

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
      {LATE.map(([path, OnePage]) => (
        <Route key={path} path={path}>
          <PageBoundary place={path.endsWith("/*") ? location : path}>
            <OnePage instead={<Skeleton text="Opening the page…" />} />
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
