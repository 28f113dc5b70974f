import { type RefObject, useEffect, useMemo } from "react"

/** Tells elements whether they are near what is seen of a pane. One observer for all of them. */
export class Near {
  readonly #tell = new WeakMap<Element, (isNear: boolean) => void>()
  readonly #waiting = new Set<Element>()
  #observer: IntersectionObserver | undefined

  watch(element: Element, tell: (isNear: boolean) => void): () => void {
    this.#tell.set(element, tell)
    if (this.#observer) this.#observer.observe(element)
    else this.#waiting.add(element)
    return () => {
      this.#observer?.unobserve(element)
      this.#waiting.delete(element)
    }
  }

  begin(pane: Element): () => void {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) this.#tell.get(target)?.(isIntersecting)
      },
      { root: pane, rootMargin: "100% 0px" },
    )
    for (const element of this.#waiting) observer.observe(element)
    this.#waiting.clear()
    this.#observer = observer
    return () => {
      observer.disconnect()
      this.#observer = undefined
    }
  }
}

/** Undefined where everything counts as near. */
export function useNear(pane: RefObject<HTMLElement | null>, isWanted: boolean): Near | undefined {
  const near = useMemo(() => (isWanted ? new Near() : undefined), [isWanted])
  useEffect(() => {
    if (pane.current && near) return near.begin(pane.current)
    return
  }, [pane, near])
  return near
}
