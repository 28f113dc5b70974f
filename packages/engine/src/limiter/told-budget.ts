import type { RateLimit } from "@internal/schema"
import type { Budget } from "./budget.ts"

const MINUTE = 60_000
/** After the moment at which a service says that all is new: its clock and ours are not one. */
const MARGIN_MS = 50
/** Below this, a moment's difference may be rounding: some services say whole seconds. */
const TELLING_MS = 2500

/** What one process tells the others of a budget. */
export interface ToldLevel {
  limit: number
  /** Left at `at`, of the whole. */
  level: number
  at: number
  resetAt: number
  stepped: boolean
}

/**
 * What the headers of answers say of a limit. What is used up comes back bit by bit (OpenAI) or all at once when a window
 * ends (`stepped`); which of both is seen from whether the announced moment of "all is new" moves as calls are made. In
 * either case everything is back at that moment.
 */
export class ToldBudget implements Budget {
  share = 1
  readonly #unit: string
  #limit: number | undefined
  /** This process's part of what is left, at `#at`. */
  #level = 0
  #at = 0
  #resetAt = 0
  #stepped = false
  /** When the call was sent whose answer said so. */
  #sent = -1
  /** The state that later answers are compared with. */
  #reference: { remaining: number; resetAt: number } | undefined

  constructor(unit: string) {
    this.#unit = unit
  }

  get isKnown(): boolean {
    return this.#limit !== undefined
  }

  get text(): string {
    return `${this.#limit} ${this.#unit} a minute, as the service says`
  }

  /** `spentSince`: by this process, after that call. */
  told({ limit, remaining, resetMs }: RateLimit, sent: number, now: number, spentSince: number): void {
    if (remaining === undefined || sent < this.#sent) return
    const known = Math.max(limit ?? this.#limit ?? 0, remaining)
    if (known === 0) return
    this.#sent = sent
    this.#limit = known
    const used = known - remaining
    const left = resetMs || (used * MINUTE) / known
    if (resetMs !== undefined && limit !== undefined) this.#compare(remaining, now + resetMs, left / used)
    this.#at = now
    if (this.#stepped || used === 0) {
      this.#level = remaining * this.share - spentSince
      this.#resetAt = now + left
      return
    }
    // counted when the call came in: meanwhile some has come back, and this process has sent others
    const slope = used / left
    this.#level = Math.min(known, remaining + slope * (now - sent)) * this.share - spentSince
    this.#resetAt = now + (known * this.share - this.#level) / (slope * this.share)
  }

  /** A refusal that the headers explain: nothing is left until then. */
  refused(until: number, now: number): void {
    if (this.#limit === undefined) return
    const slope = this.#slope(now)
    // a service that gives bit by bit does not ask to wait for many bits
    if (slope > 0 && until - now > Math.max(TELLING_MS, 4 / slope)) {
      this.#stepped = true
      this.#resetAt = Math.max(this.#resetAt, until)
    }
    this.#level = Math.min(this.#levelAt(now), 0)
    this.#at = now
  }

  readyAt(cost: number, now: number): number {
    if (this.#limit === undefined) return now
    const whole = this.#limit * this.share
    // one more than it takes: the service counts exactly, we do not
    const need = Math.min(cost + Math.min(1, whole / 10), whole)
    const lack = need - this.#levelAt(now)
    if (lack <= 1e-9) return now
    const full = this.#resetAt + MARGIN_MS
    const slope = this.#slope(now)
    return slope > 0 ? Math.min(full, now + lack / slope) : Math.max(full, now + MARGIN_MS)
  }

  spend(cost: number, now: number): void {
    if (this.#limit === undefined) return
    const slope = this.#slope(now)
    this.#level = this.#levelAt(now) - cost
    this.#at = now
    if (slope > 0) this.#resetAt = Math.max(this.#resetAt, now) + cost / slope
    else if (now >= this.#resetAt) this.#resetAt = now + MINUTE
  }

  settle(): void {} // the next answer says what it came to

  /** For other processes; undefined when nothing is known. */
  shared(now: number): ToldLevel | undefined {
    if (this.#limit === undefined) return undefined
    const level = this.#levelAt(now) / this.share
    return { limit: this.#limit, level, at: now, resetAt: this.#resetAt, stepped: this.#stepped }
  }

  /** What another process knows, if it is newer. */
  adopt(other: ToldLevel): void {
    if (other.at <= this.#at) return
    this.#limit = other.limit
    this.#level = other.level * this.share
    this.#at = other.at
    this.#resetAt = other.resetAt
    this.#stepped = other.stepped
  }

  #levelAt(now: number): number {
    const whole = (this.#limit ?? 0) * this.share
    if (now >= this.#resetAt) return whole
    return Math.min(whole, this.#level + (now - this.#at) * this.#slope(now))
  }

  /** What comes back each millisecond, of this process's part. */
  #slope(now: number): number {
    const whole = (this.#limit ?? 0) * this.share
    if (this.#stepped) return 0
    const left = this.#resetAt - this.#at
    if (now >= this.#resetAt || left <= 0) return whole / MINUTE
    return Math.max(0, whole - this.#level) / left
  }

  #compare(remaining: number, resetAt: number, msEach: number): void {
    const before = this.#reference
    if (!before || remaining >= before.remaining) {
      this.#reference = { remaining, resetAt }
      return
    }
    const expected = (before.remaining - remaining) * msEach
    if (expected < TELLING_MS) return
    this.#stepped = resetAt - before.resetAt < expected / 2
    this.#reference = { remaining, resetAt }
  }
}
