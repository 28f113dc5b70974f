import { useSyncExternalStore } from "react"

/** The node that the graph marks and whose card is in view. Not the page's state: to scroll must not draw it anew. */
export class Selection {
  readonly #listeners = new Set<() => void>()
  #node: string | undefined

  get node(): string | undefined {
    return this.#node
  }

  select(node: string | undefined): void {
    if (node === this.#node) return
    this.#node = node
    for (const listener of this.#listeners) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export function useSelected(selection: Selection): string | undefined {
  return useSyncExternalStore(
    (listener) => selection.subscribe(listener),
    () => selection.node,
  )
}
