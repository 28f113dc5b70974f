/** Calls by which it is measured what comes through of late. */
const LATELY = 24

/** Calls that were taken since a time. */
export interface Came {
  taken: number
  begun: number
}

/** Calls a millisecond that come through if time goes on until then, and those that are open are taken. */
export function through({ taken, begun }: Came, until: number, open: number): number {
  return (taken + open) / Math.max(until - begun, 1)
}

/** How many calls of this process an endpoint has taken, and in what time. Times in milliseconds. */
export class Throughput {
  /** When calls were taken lately, and when the first of them could have been. */
  readonly #recent: number[] = []
  #recentBegun: number | undefined
  #all: { taken: number; begun: number | undefined } = { taken: 0, begun: undefined }

  sent(now: number): void {
    this.#recentBegun ??= now
    this.#all.begun ??= now
  }

  taken(now: number): void {
    this.#all.taken++
    this.#recent.push(now)
    if (this.#recent.length > LATELY) this.#recentBegun = this.#recent.shift()
  }

  lately(now: number): Came {
    return { taken: this.#recent.length, begun: this.#recentBegun ?? now }
  }

  /** Since the last restart or of late, whichever is more: a reserve that is used up counts once, a long wait too. */
  best(until: number, open: number, now: number): Came {
    const all = { taken: this.#all.taken, begun: this.#all.begun ?? now }
    const lately = this.lately(now)
    return through(all, until, open) > through(lately, until, open) ? all : lately
  }

  /** What comes from then on is another matter. */
  restart(from: number): void {
    this.#recent.length = 0
    this.#recentBegun = from
    this.#all = { taken: 0, begun: from }
  }
}
