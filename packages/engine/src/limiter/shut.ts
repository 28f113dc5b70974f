/** One call asks after so long, then after twice that, up to this where the service says how long to wait, or does not. */
const FIRST_LOOK_MS = 1000
const LAST_LOOK_MS = 4000
const LAST_LOOK_UNSAID_MS = 16_000
const LONG_MS = 4000

/** A time in which an endpoint takes no call: one call after the other asks whether it is over. Times in milliseconds. */
export class Shut<Call> {
  /** The call that asks. */
  canary: Call | undefined
  /** The last one that asked was told to wait less than it lasts. */
  wasToldLess = false
  readonly #since: number
  #refused: number
  #look = FIRST_LOOK_MS

  constructor(now: number) {
    this.#since = now
    this.#refused = now
  }

  /** Somebody had to ask more than once. */
  get isUntold(): boolean {
    return this.#look > FIRST_LOOK_MS
  }

  /** It is not over. Answers when the next may ask. */
  refused(now: number, { wait, isSaid }: { wait: number; isSaid: boolean }): number {
    this.canary = undefined
    this.wasToldLess = isSaid
    this.#refused = now
    const next = now + Math.max(wait, this.#look)
    this.#look = Math.min(isSaid ? LAST_LOOK_MS : LAST_LOOK_UNSAID_MS, 2 * this.#look)
    return next
  }

  wasLong(now: number): boolean {
    return now - this.#since > LONG_MS
  }

  /** When it was over: some time between the last two that asked. */
  over(now: number): number {
    return this.#look > 2 * FIRST_LOOK_MS ? (this.#refused + now) / 2 : now
  }
}
