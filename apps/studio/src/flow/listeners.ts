/** Who hears of changes, by what has changed; under `""` of anything. */
export class Listeners {
  readonly #by = new Map<string, Set<() => void>>()

  add(key: string, listener: () => void): () => void {
    const listeners = this.#by.get(key) ?? new Set()
    this.#by.set(key, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Tells those of each key, and those of anything once. */
  tell(...keys: string[]): void {
    for (const key of new Set([...keys, ""])) for (const listener of this.#by.get(key) ?? []) listener()
  }
}
