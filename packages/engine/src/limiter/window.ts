/** Answers by which it is judged whether refusals depend on how many calls are open; more after each mistake. */
const REMEMBERED = 48
const MOST_REMEMBERED = 256
const LEAST_TAKEN = 16
const LEAST_REFUSED = 3
/** Limits that fall more often than this are none. */
const MOST_MOVES = 2
/** Accepted calls at the limit before one more is tried; halved each time that goes well. */
const PATIENCE = 100
const LEAST_PATIENCE = 8
/** What a call that timed out leaves of the calls that were open. */
const AFTER_TIMEOUT = 0.7
/** Calls that take this many times as long as they did: more of them at once would only wait longer. */
const SLOWED_DOWN = 2

/** A call as far as it matters how many are open at once. */
export interface OpenCall {
  /** When it was sent. */
  at: number
  /** Other calls of this process that were open then. */
  open: number
  /** Undefined while it is open. */
  end?: number
  refused?: boolean
}

/** How many calls an endpoint answers at once: as the connection says, and as refusals and timeouts teach. */
export class Window {
  /** This process's part, above 0 up to 1. */
  share = 1
  /** As the connection says. */
  set = Number.POSITIVE_INFINITY
  #learned = Number.POSITIVE_INFINITY
  #patience = PATIENCE
  #atLimit = 0
  #afterTimeout = false
  /** Calls sent before say nothing of the limit. */
  #since = 0
  /** In the order in which they were sent. */
  #calls: OpenCall[] = []
  #doubt = 1
  /** Times that it took fewer than were known. */
  #moved = 0
  /** Milliseconds that calls take: of late, and at their best. */
  #duration = 0
  #best = Number.POSITIVE_INFINITY

  /** Calls of this process at once. */
  get limit(): number {
    const all = Math.min(this.set, this.#learned)
    return all === Number.POSITIVE_INFINITY ? all : Math.max(1, Math.round(all * this.share))
  }

  /** Of all processes; null while nothing is known. */
  get learned(): number | null {
    return this.#learned === Number.POSITIVE_INFINITY ? null : this.#learned
  }

  set learned(learned: number | null) {
    this.#learned = learned ?? Number.POSITIVE_INFINITY
  }

  get text(): string {
    const { limit } = this
    const calls = `${limit} ${limit === 1 ? "call" : "calls"} at once`
    return this.set <= this.#learned
      ? `${calls}, as the connection says`
      : `${calls}, which the service takes`
  }

  sent(call: OpenCall): void {
    this.#calls.push(call)
    const most = Math.min(REMEMBERED * this.#doubt, MOST_REMEMBERED)
    if (this.#calls.length > 2 * most) {
      const old = this.#calls.length - most
      this.#calls = this.#calls.filter((known, i) => i >= old || known.end === undefined)
    }
  }

  accepted(call: OpenCall): void {
    if (this.learned === null || call.at < this.#since || call.open + 1 < this.limit) return
    if (this.#duration > SLOWED_DOWN * this.#best) return
    this.#atLimit++
    if (this.#atLimit < (this.#afterTimeout ? this.limit : this.#patience)) return
    this.#atLimit = 0
    this.#learned++
    this.#patience = Math.max(LEAST_PATIENCE, this.#patience / 2)
  }

  /** `once`: it was one call too many at once, and nobody knew; `again`: it is known. Undefined: it has other reasons. */
  refused(call: OpenCall, now: number): "once" | "again" | undefined {
    const wasKnown = this.learned !== null && !this.#afterTimeout
    if (wasKnown && call.at < this.#since) return "again"
    const found = this.#mostAtOnce()
    if (
      found.most !== undefined &&
      found.taken >= LEAST_TAKEN * this.#doubt &&
      (wasKnown || found.refused >= LEAST_REFUSED)
    ) {
      this.#afterTimeout = false
      this.#learn(found.most, now)
      return wasKnown ? "again" : "once"
    }
    if (!wasKnown || found.most !== undefined) return undefined
    this.#moved++
    if (this.#moved > MOST_MOVES || call.open === 0) {
      this.#doubt *= 2
      this.#learned = Number.POSITIVE_INFINITY
      return undefined
    }
    // perhaps it takes fewer now than it did
    this.#calls = this.#calls.filter((known) => known.end === undefined)
    this.#learn(Math.min(this.limit, call.open), now)
    return "again"
  }

  #learn(limit: number, now: number): void {
    this.#learned = limit / this.share
    this.#patience = PATIENCE
    this.#atLimit = 0
    this.#since = now
  }

  /** Nothing came in time while so many calls were open. */
  timedOut(call: OpenCall, now: number): void {
    if (call.at < this.#since) return
    this.#since = now
    this.#learned = Math.max(1, Math.floor((call.open + 1) * AFTER_TIMEOUT)) / this.share
    this.#afterTimeout = true
    this.#atLimit = 0
  }

  took(ms: number): void {
    this.#duration = this.#duration === 0 ? ms : this.#duration + (ms - this.#duration) / 8
    // the best of long ago is forgotten slowly: calls of later may ask for more
    this.#best = Math.min(this.#best * 1.01, this.#duration)
  }

  /** The number of calls below which none was refused and from which on each was; undefined if there is no such number. */
  #mostAtOnce(): { most?: number; taken: number; refused: number } {
    let taken = 0
    let refused = 0
    let most = -1
    let least = Number.POSITIVE_INFINITY
    for (const [i, call] of this.#calls.entries()) {
      if (call.end === undefined) continue
      let atWork = 0
      for (let j = 0; j < i; j++) {
        const other = this.#calls[j] as OpenCall
        if (!other.refused && (other.end === undefined || other.end > call.at)) atWork++
      }
      if (call.refused) {
        refused++
        least = Math.min(least, atWork)
      } else {
        taken++
        most = Math.max(most, atWork)
      }
      if (most >= least) return { taken, refused }
    }
    return { most: most + 1, taken, refused }
  }
}
