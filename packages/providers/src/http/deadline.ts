/** Why a call was stopped by its own clock: tells a timeout from the caller's cancellation. */
export class TimedOut extends Error {
  constructor(what: string, seconds: number) {
    super(`Request timed out: ${what} after ${seconds} s.`)
    this.name = "TimedOut"
  }
}

/** Limits of one attempt, in seconds. */
export interface DeadlineLimits {
  /** For all of it. */
  overall: number
  /** Until something arrives; default as `idle`. */
  first?: number
  /** Of silence afterwards. */
  idle?: number
}

/** One signal for a whole attempt: the caller's, an overall limit, and limits on silence that `beat` starts anew. */
export class Deadline implements Disposable {
  readonly signal: AbortSignal
  readonly #own = new AbortController()
  readonly #overall: NodeJS.Timeout
  readonly #idleSeconds: number | undefined
  #first: NodeJS.Timeout | undefined
  #idle: NodeJS.Timeout | undefined

  constructor(caller: AbortSignal, { overall, idle, first = idle }: DeadlineLimits) {
    this.signal = AbortSignal.any([caller, this.#own.signal])
    this.#overall = this.#after(overall, "no complete answer")
    this.#idleSeconds = idle
    if (first !== undefined) this.#first = this.#after(first, "nothing arrived")
  }

  beat(): void {
    if (this.#first) {
      clearTimeout(this.#first)
      this.#first = undefined
    }
    if (this.#idle) this.#idle.refresh()
    else if (this.#idleSeconds !== undefined)
      this.#idle = this.#after(this.#idleSeconds, "nothing more arrived")
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#overall)
    clearTimeout(this.#first)
    clearTimeout(this.#idle)
  }

  #after(seconds: number, what: string): NodeJS.Timeout {
    // setTimeout would fire at once beyond 2^31 ms.
    const delay = Math.min(seconds * 1000, 2 ** 31 - 1)
    return setTimeout(() => this.#own.abort(new TimedOut(what, seconds)), delay)
  }
}
