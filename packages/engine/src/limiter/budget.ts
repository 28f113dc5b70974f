/** Something of which there is only so much a minute: requests, or tokens. Times in milliseconds. */
export interface Budget {
  /** When a call of this cost may go; not before `now`. */
  readyAt(cost: number, now: number): number
  spend(cost: number, now: number): void
  /** A call has cost so much more (or less) than was spent for it. */
  settle(difference: number): void
  /** This process's part of it, above 0 up to 1. */
  share: number
  /** A few words for whoever waits. */
  readonly text: string
}

const MINUTE = 60_000
/** A minute that begins at the worst moment holds a second's worth of burst as well: this leaves room for it. */
const SAFE = 59 / 60

/**
 * What somebody has set for a minute. Calls are spread over it with a second's worth at once, so that no minute, wherever
 * it begins, sees more.
 */
export class SetBudget implements Budget {
  share = 1
  readonly #perMinute: number
  readonly #unit: string
  #level: number
  #at = 0

  constructor(perMinute: number, unit: string) {
    this.#perMinute = perMinute
    this.#unit = unit
    this.#level = this.#capacity
  }

  get text(): string {
    return `${this.#perMinute} ${this.#unit} a minute, as the connection says`
  }

  readyAt(cost: number, now: number): number {
    this.#refill(now)
    // a call larger than the burst goes when the burst is full, and leaves a debt
    const lack = Math.min(cost, this.#capacity) - this.#level
    return lack <= 1e-9 ? now : now + lack / this.#rate
  }

  spend(cost: number, now: number): void {
    this.#refill(now)
    this.#level -= cost
  }

  settle(difference: number): void {
    this.#level = Math.min(this.#capacity, this.#level - difference)
  }

  get #capacity(): number {
    return Math.max(1, (this.#perMinute * this.share) / 60)
  }

  get #rate(): number {
    return (this.#perMinute * this.share * SAFE) / MINUTE
  }

  #refill(now: number): void {
    this.#level = Math.min(this.#capacity, this.#level + (now - this.#at) * this.#rate)
    this.#at = now
  }
}
