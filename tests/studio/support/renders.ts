import type { Page } from "playwright-core"

/**
 * Counts what React draws, in the page as it is shipped: React tells a hook, that tools like its own put there, of each commit,
 * and a function that was called has left a flag on its fiber. `openStudioBrowser` puts the hook there.
 */
export const RENDER_HOOK = `{
  const counts = {}
  const CALLED = 1
  const isFunction = ({ tag }) => tag === 0 || tag === 11 || tag === 14 || tag === 15
  const placeOf = ({ tag, memoizedProps }, place) => {
    if (tag !== 5) return place
    const card = memoizedProps?.["data-card"]
    if (card !== undefined) return "card " + card
    return memoizedProps?.["aria-label"] === "Graph" ? "graph" : place
  }
  const walk = (fiber, isNew, place) => {
    const before = isNew ? null : fiber.alternate
    if (isFunction(fiber) && (!before || (fiber.flags & CALLED) !== 0)) counts[place] = (counts[place] ?? 0) + 1
    const inside = placeOf(fiber, place)
    if (before && before.child === fiber.child) return
    for (let child = fiber.child; child; child = child.sibling) walk(child, !child.alternate, inside)
  }
  globalThis.renders = { counts, begin() { for (const place of Object.keys(counts)) delete counts[place] } }
  globalThis.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    isDisabled: false,
    renderers: new Map(),
    inject: () => 1,
    checkDCE() {},
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
    onScheduleFiberRoot() {},
    onCommitFiberRoot: (_, { current }) => walk(current, !current.alternate, "page"),
  }
}`

const QUIET_MS = 600

/** Begins to count once nothing has been drawn for a moment: what was done before, or is still being opened, does not count. */
export async function countRenders(page: Page): Promise<void> {
  for (let drawn = -1; ; ) {
    const now: number = await page.evaluate(
      "Object.values(renders.counts).reduce((sum, one) => sum + one, 0)",
    )
    if (now === drawn) break
    drawn = now
    await page.waitForTimeout(QUIET_MS)
  }
  await page.evaluate("renders.begin()")
}

/** Functions of React that were called since, by place: `card NAME`, `graph`, `page` for everything else. */
export async function rendersOf(page: Page): Promise<Record<string, number>> {
  return page.evaluate("({ ...renders.counts })")
}
