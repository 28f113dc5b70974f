import { type ComponentType, type ReactNode, useSyncExternalStore } from "react"

/**
 * A component whose code is loaded when it is first shown; `instead` stands in its place until then. Where the code is there
 * already it is drawn at once, and where it comes it is drawn as it comes: React holds back what follows the fallback of a
 * `Suspense` for 300 ms, and a page has several of these within one another. A load that fails is thrown where it is drawn.
 */
export function late<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props & { instead: ReactNode }> {
  const listeners = new Set<() => void>()
  let state: { Loaded?: ComponentType<Props>; error?: unknown } | undefined
  const is = (next: typeof state) => {
    state = next
    for (const listener of listeners) listener()
  }
  const begin = () => {
    state = {}
    load().then(
      (module) => is({ Loaded: module.default }),
      (error) => is({ error }),
    )
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    if (!state) begin()
    return () => {
      listeners.delete(listener)
      if (state?.error !== undefined) state = undefined // whoever shows it again tries again
    }
  }
  return function Late({ instead, ...props }) {
    const now = useSyncExternalStore(subscribe, () => state)
    if (now?.error !== undefined) throw now.error
    return now?.Loaded ? <now.Loaded {...(props as unknown as Props)} /> : instead
  }
}
