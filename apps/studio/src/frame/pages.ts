import type { ComponentType } from "react"

type Load = () => Promise<{ default: ComponentType }>

/** Each page is a chunk of its own; parts of the address are read with `useParams` of wouter ("*" is the wildcard). */
export const PAGES: readonly [path: string, load: Load][] = [
  ["/flows", () => import("../pages/flows/flows-page.tsx")],
  ["/flows/*", () => import("../pages/flow/flow-page.tsx")],
  ["/bulk-test/*", () => import("../pages/bulk-test/bulk-test-page.tsx")],
  ["/chat/*", () => import("../pages/chat/chat-page.tsx")],
  ["/runs", () => import("../pages/runs/runs-page.tsx")],
  ["/runs/:name", () => import("../pages/run/run-page.tsx")],
  ["/runs/:name/lines/:line", () => import("../pages/line/line-page.tsx")],
  ["/compare", () => import("../pages/compare/compare-page.tsx")],
  ["/connections", () => import("../pages/connections/connections-page.tsx")],
  ["/runtimes", () => import("../pages/runtimes/runtimes-page.tsx")],
  ["/gallery", () => import("../pages/gallery/gallery-page.tsx")],
  ["/settings", () => import("../pages/settings/settings-page.tsx")],
]

/** Loads the code of the page at an address, while the rest is still being read. */
export function loadPage(address: string): void {
  const isAt = (path: string) =>
    new RegExp(`^${path.replace(/:\w+/g, "[^/]+").replace("*", ".+")}$`).test(address)
  const load = PAGES.find(([path]) => isAt(path))?.[1]
  load?.().catch(() => {}) // said when the page is drawn
}
