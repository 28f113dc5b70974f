import { useSyncExternalStore } from "react"

/** So long cards are drawn and the view moves after one was chosen. */
const SETTLED_MS = 600

/** The node that the graph marks and whose card is in view. Not the page's state: to scroll must not draw it anew. */
export class Selection {
  readonly #listeners = new Set<() => void>()
  #node: string | undefined
  #chosenAt = Number.NEGATIVE_INFINITY

  get node(): string | undefined {
    return this.#node
  }

  /** It was chosen; the view that then moves to it chooses nothing. */
  select(node: string): void {
    this.#chosenAt = performance.now()
    this.#change(node)
  }

  /** Its card has come into view. */
  follow(node: string): void {
    if (performance.now() - this.#chosenAt > SETTLED_MS) this.#change(node)
  }

  #change(node: string): void {
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
