import { useSyncExternalStore } from "react"

/** So long cards are drawn and the view moves after one was chosen. */
const SETTLED_MS = 600

/** The node that the graph marks and whose card is in view. Not the page's state: to scroll must not draw it anew. */
export class Selection {
  readonly #listeners = new Set<() => void>()
  #node: string | undefined
  #sought = 0
  #chosenAt = Number.NEGATIVE_INFINITY

  get node(): string | undefined {
    return this.#node
  }

  /** Goes up each time that somebody looked for a node elsewhere than in the graph, which then goes to it. */
  get sought(): number {
    return this.#sought
  }

  /** It was chosen in a list, the palette, an address or by what was done: `select`, and the graph shows it near. */
  seek(node: string): void {
    this.#sought++
    this.#chosenAt = performance.now()
    this.#node = node
    this.#tell()
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
    this.#tell()
  }

  #tell(): void {
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

export function useSought(selection: Selection): number {
  return useSyncExternalStore(
    (listener) => selection.subscribe(listener),
    () => selection.sought,
  )
}
