/** Whoever asks for permits: a run, a test. */
export interface Asker {
  /** Tests go before lines of a batch. */
  interactive: boolean
  /** Of two runs that wait, the one with twice the weight gets twice as much. */
  weight: number
}

interface Waiting<Call> {
  asker: Asker
  calls: Call[]
}

/** Calls that wait: tests first, then runs by turns according to their weights, each run's calls in order. */
export class FairQueue<Call> {
  readonly #waiting = new Map<Asker, Waiting<Call>>()
  /** How much each has had, by its weight. */
  readonly #had = new WeakMap<Asker, number>()
  #least = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  askers(): Iterable<Asker> {
    return this.#waiting.keys()
  }

  push(asker: Asker, call: Call): void {
    const entry = this.#waiting.get(asker)
    if (entry) entry.calls.push(call)
    else {
      this.#waiting.set(asker, { asker, calls: [call] })
      // who was away has saved nothing up
      this.#had.set(asker, Math.max(this.#had.get(asker) ?? 0, this.#least))
    }
    this.#length++
  }

  /** The next; it stays. */
  peek(): Call | undefined {
    return this.#next()?.calls[0]
  }

  /** The next, and whose it is. */
  shift(): { call: Call; asker: Asker } | undefined {
    const next = this.#next()
    const call = next?.calls.shift()
    if (!next || call === undefined) return undefined
    this.#length--
    this.#least = this.#had.get(next.asker) ?? 0
    this.#had.set(next.asker, this.#least + 1 / next.asker.weight)
    if (next.calls.length === 0) this.#waiting.delete(next.asker)
    return { call, asker: next.asker }
  }

  /** One that was the next, and could not go. */
  putBack(asker: Asker, call: Call): void {
    const entry = this.#waiting.get(asker)
    if (entry) entry.calls.unshift(call)
    else this.#waiting.set(asker, { asker, calls: [call] })
    this.#had.set(asker, (this.#had.get(asker) ?? 0) - 1 / asker.weight)
    this.#length++
  }

  /** Answers false when it is not here. */
  remove(asker: Asker, call: Call): boolean {
    const entry = this.#waiting.get(asker)
    const at = entry?.calls.indexOf(call) ?? -1
    if (!entry || at < 0) return false
    entry.calls.splice(at, 1)
    this.#length--
    if (entry.calls.length === 0) this.#waiting.delete(asker)
    return true
  }

  #next(): Waiting<Call> | undefined {
    let best: Waiting<Call> | undefined
    for (const entry of this.#waiting.values()) {
      if (!best || this.#isBefore(entry.asker, best.asker)) best = entry
    }
    return best
  }

  #isBefore(a: Asker, b: Asker): boolean {
    if (a.interactive !== b.interactive) return a.interactive
    return (this.#had.get(a) ?? 0) < (this.#had.get(b) ?? 0)
  }
}
