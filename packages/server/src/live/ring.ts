/** Numbered things, the newest kept; who was away asks from the last number that he has. */
export class Ring<Item> {
  readonly #most: number
  readonly #items: { seq: number; item: Item }[] = []
  readonly #waiting = new Set<() => void>()
  #seq = 0
  #closed = false

  constructor(most: number) {
    this.#most = most
  }

  get last(): number {
    return this.#seq
  }

  add(item: Item): void {
    this.#items.push({ seq: ++this.#seq, item })
    if (this.#items.length > this.#most) this.#items.shift()
    this.#wake()
  }

  /** Nothing more comes. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** Everything after `after` that is kept, then what comes, until it is closed or `signal` says so. */
  async *after(after: number, signal: AbortSignal): AsyncGenerator<{ seq: number; item: Item }> {
    let last = after
    while (!signal.aborted) {
      for (const entry of this.#items.filter(({ seq }) => seq > last)) {
        last = entry.seq
        yield entry
      }
      if (this.#seq > last) continue
      if (this.#closed) return
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal.removeEventListener("abort", wake)
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
        signal.addEventListener("abort", wake, { once: true })
      })
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}
