/** Why a call was stopped by its own clock: tells a timeout from the caller's cancellation. */
export class TimedOut extends Error {
  constructor(what: string, seconds: number) {
    super(`Request timed out: ${what} after ${seconds} s.`)
    this.name = "TimedOut"
  }
}

/** One signal for a whole attempt: the caller's, an overall limit, and a limit on silence that `beat` starts anew. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal
  readonly #own = new AbortController()
  readonly #overall: NodeJS.Timeout
  readonly #idle: NodeJS.Timeout | undefined

  /** Both limits in seconds. */
  constructor(caller: AbortSignal, limits: { overall: number; idle?: number }) {
    this.signal = AbortSignal.any([caller, this.#own.signal])
    this.#overall = this.#after(limits.overall, "no complete answer")
    if (limits.idle !== undefined) this.#idle = this.#after(limits.idle, "nothing arrived")
  }

  beat(): void {
    this.#idle?.refresh()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#overall)
    clearTimeout(this.#idle)
  }

  #after(seconds: number, what: string): NodeJS.Timeout {
    // setTimeout would fire at once beyond 2^31 ms.
    const delay = Math.min(seconds * 1000, 2 ** 31 - 1)
    return setTimeout(() => this.#own.abort(new TimedOut(what, seconds)), delay)
  }
}
