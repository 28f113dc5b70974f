import { Chance } from "./chance.ts"
import { grown } from "./growth.ts"
import { SendOrder, type SentCall } from "./send-order.ts"
import type { SharedPace } from "./shared-limits.ts"
import { Shut } from "./shut.ts"

/** What a refusal leaves of the pace: clearly below the limit, for a moment. */
const CAREFUL = 0.88
/** The same for the first refusal: if it was the pace, then this one is right. */
const TRIAL = 0.8
/** Calls that were taken between refusals, at least, by which a pace is measured. */
const FEW = 5
/** So many without a refusal: the pace is right. */
const CALM = 50
/** The least that a severe refusal leaves. */
const SEVERE = 0.5
/** Calls that tell how many are taken from one refusal to the next. */
const TELLING = 20
/** A call that goes late by up to this does not delay those after it. */
const LATE_MS = 100
const SLOWEST = 1 / 60_000
const FASTEST = 1
/** Whole minutes that hold so many calls need no care. */
const MANY = 400
/** After so long nothing is known of whole minutes. */
const FORGOTTEN_MS = 5 * 60_000
/** Everybody waits with a call that was refused where that takes up to this part of the time since the last refusal. */
const SMALL_PART = 0.04

/** Calls that were taken since a time. */
interface Came {
  taken: number
  begun: number
}

/**
 * How many calls an endpoint takes in a time, learned from refusals that no header explains. When no call is taken any more,
 * everybody waits, and one call asks whether it is over; from one such time to the next exactly so much is taken as there
 * is. Single refusals slow calls down to what came through, and when that does not help (some services refuse by chance),
 * refusals of that frequency are ignored from then on. Times in milliseconds.
 */
export class Pace {
  /** This process's part, above 0 up to 1. */
  share = 1
  /** Nobody calls before. */
  hold = 0
  /** Of all processes together. */
  #rate = Number.POSITIVE_INFINITY
  #refusedAt = Number.POSITIVE_INFINITY
  #next = 0
  /** Answers to calls that were sent earlier say nothing of the pace. */
  #since = 0
  readonly #chance = new Chance()
  readonly #order = new SendOrder()
  /** Several were refused in a row, as it seems; a moment later it is certain. */
  #suspicion: { at: number; wait: number; until: number; call: SentCall } | undefined
  /** Set while no call is taken. */
  #shut: Shut<SentCall> | undefined
  /** Times that it was long, and nobody said for how long. */
  #longShuts = 0
  #calm = 0
  /** Calls that were taken since the pace was last refused; those that are open count, since refusals come at once. */
  #cycle: Came = { taken: 0, begun: 0 }
  /**
   * Since a refusal, until many calls were taken without another: what was taken since, and what was known before. From one
   * refusal to another exactly so much is taken as the endpoint gives, whatever the pace.
   */
  #bad: { came: Came; isMeasured?: true; cycle: Came; rate: number; refusedAt: number } | undefined

  /** It is known that refusals come from calling too fast. */
  get isSure(): boolean {
    return this.isLimited && this.#chance.isLimit
  }

  get isLimited(): boolean {
    return this.#rate !== Number.POSITIVE_INFINITY
  }

  /** A few words for whoever waits. */
  get text(): string {
    return `about ${Math.max(1, Math.round(this.#rate * 60_000))} requests a minute, which is what the service takes`
  }

  get shared(): SharedPace {
    return { rate: this.isLimited ? this.#rate : null, background: this.#chance.background }
  }

  adopt({ rate, background }: SharedPace): void {
    // as if it had been refused here
    if (rate !== null && !this.isLimited) this.#refusedAt = rate / CAREFUL
    this.#rate = rate ?? Number.POSITIVE_INFINITY
    this.#chance.background = background
  }

  /** Refusals have another reason. */
  forget(): void {
    this.#rate = Number.POSITIVE_INFINITY
    this.#next = 0
    this.#shut = undefined
    this.#suspicion = undefined
  }

  readyAt(now: number): number {
    this.#judge(now)
    const canary = this.#shut?.canary
    if (canary) {
      const known = canary.at + this.#order.patience
      if (now < known) return known
      this.#opened(now)
    }
    return Math.max(now, this.hold, this.isLimited ? this.#next : 0)
  }

  sent(call: SentCall, now: number): void {
    this.#order.sent(call)
    if (this.#cycle.begun === 0 && this.#cycle.taken === 0) this.#cycle.begun = now
    this.#cycle.taken++
    if (this.#bad) this.#bad.came.taken++
    if (this.#shut) this.#shut.canary ??= call
    if (!this.isLimited) return
    const apart = 1 / (this.#rate * this.share)
    this.#next = Math.max(this.#next, now - Math.max(LATE_MS, apart)) + apart
  }

  accepted(call: SentCall, now: number): void {
    this.#chance.answered(false)
    if (this.#shut && this.#shut.canary === call) this.#opened(now)
    if (!this.isLimited) this.#chance.holds(false)
    if (!this.isLimited || call.at < this.#since) return
    this.#chance.taken(this.#calm)
    if (++this.#calm >= CALM) this.#bad = undefined
    this.#rate = grown(this.#rate, {
      refusedAt: this.#refusedAt,
      calm: this.#calm,
      calmMs: now - this.#since,
      byMinutes: this.#longShuts > 1,
    })
    if (this.#rate > FASTEST) this.forget()
  }

  /** `wait` is how long the service asks to wait, or what is taken for it. */
  refused(call: SentCall, now: number, said: { wait: number; isSaid: boolean }): void {
    const { wait } = said
    this.#order.refused(call, now)
    this.#chance.answered(true)
    if (call.at >= this.#cycle.begun) this.#cycle.taken--
    else if (this.#bad && call.at >= this.#bad.cycle.begun) this.#bad.cycle.taken--
    if (this.#bad && call.at >= this.#bad.came.begun) this.#bad.came.taken--
    const shut = this.#shut
    if (shut) {
      if (shut.canary === call) this.hold = Math.max(this.hold, shut.refused(now, said))
      return
    }
    if (this.#chance.isSurprised(this.#order.streak(now, true).length, wait)) {
      const at = now + this.#order.patience
      this.#suspicion ??= { at, wait, until: now + wait, call }
      this.hold = Math.max(this.hold, this.#suspicion.at)
    } else if (!this.#suspicion) this.#single(call, now, wait)
  }

  #judge(now: number): void {
    const suspicion = this.#suspicion
    if (!suspicion || now < suspicion.at) return
    this.#suspicion = undefined
    const { length: inARow, from } = this.#order.streak(now, false)
    if (!this.#chance.isSurprised(inARow, suspicion.wait)) {
      this.#single(suspicion.call, now, suspicion.wait)
      return
    }
    this.#chance.shut(inARow)
    this.#shut = new Shut(now)
    // the first of them was taken for a single one
    if (this.#bad && this.#bad.came.begun >= from) {
      const { cycle, rate, refusedAt } = this.#bad
      if (cycle !== this.#cycle) cycle.taken += this.#cycle.taken
      this.#cycle = cycle
      this.#rate = rate
      this.#refusedAt = refusedAt
    }
    this.#bad = undefined
    this.hold = Math.max(this.hold, suspicion.until)
    this.#since = now
  }

  /** Calls are taken again. */
  #opened(now: number): void {
    const shut = this.#shut
    this.#shut = undefined
    const isFirst = !this.isLimited
    const { taken, begun } = this.#cycle
    const came = { taken: taken - 1, begun } // the one that asked came after it
    // a service that took nothing at all says nothing of how much it would take
    if (!shut || came.taken <= 0) return
    const wasLong = shut.wasLong(now)
    if (this.#chance.isTaken && !wasLong) return
    this.#chance.dismiss()
    if (now - begun > FORGOTTEN_MS) this.#longShuts = 0
    if (wasLong && shut.isUntold && came.taken < MANY) this.#longShuts++
    const over = shut.over(now)
    if (wasLong && shut.wasToldLess && this.#longShuts < 2) {
      // it has failed for a while: no minute was used up, or the service would have said for how long
      this.#since = now
    } else {
      // not much slower than what was right so far: perhaps it has only rested, or a few calls say too little
      const isVague = wasLong || came.taken < TELLING
      const known = this.#refusedAt !== Number.POSITIVE_INFINITY ? this.#refusedAt : isFirst ? 0 : this.#rate
      const least = isVague ? known * SEVERE : 0
      this.#slower(Math.max(SLOWEST, least, this.#measured(came, over)), now)
      // a few calls at once say little of what comes through in the long run
      if (isFirst && came.taken < TELLING) this.#refusedAt = Number.POSITIVE_INFINITY
    }
    this.#cycle = { taken: 1, begun: over }
  }

  /** Refused among others that were taken. */
  #single(call: SentCall, now: number, wait: number): void {
    if (this.#chance.isTaken) {
      if (!this.#chance.holds(true)) this.#bad = undefined
      return
    }
    const bad = this.#bad
    if (!bad || (!this.isLimited && bad.came.taken > CALM)) this.#turnedBad(call, now, wait)
    else if (bad.came.taken < FEW) return
    else if (!bad.isMeasured) {
      bad.isMeasured = true
      if (!this.isLimited) this.#chance.begin()
      this.#slower(this.#measured(bad.came, now), now, TRIAL)
    } else if (call.at >= this.#since) {
      if (this.#chance.refused(this.#calm)) this.forget()
      // within the time that the service asks to wait it is the same news again
      else if (now - this.#since >= wait) this.#slower(this.#measured(bad.came, now), now)
    }
  }

  /** The first refusal after a while. */
  #turnedBad(call: SentCall, now: number, wait: number): void {
    const came = { taken: 0, begun: call.at }
    this.#bad = { came, cycle: this.#cycle, rate: this.#rate, refusedAt: this.#refusedAt }
    if (!this.isLimited) return
    this.#chance.refused(this.#calm)
    if (this.#chance.isLimit && wait < SMALL_PART * (now - this.#cycle.begun)) this.hold = now + wait
    this.#slower(this.#betweenRefusals(now), now)
  }

  /**
   * From one refusal to the next exactly so much is taken as the endpoint gives: its reserve is empty at both. Of too few
   * calls it would be chance.
   */
  #betweenRefusals(now: number): number {
    return this.#cycle.taken < TELLING ? this.#rate : this.#measured(this.#cycle, now)
  }

  /** Of all processes. */
  #measured({ taken, begun }: Came, until: number): number {
    return Math.min(this.#rate, taken / Math.max(until - begun, 1) / this.share)
  }

  #slower(limit: number, from: number, careful = CAREFUL): void {
    this.#refusedAt = limit
    this.#rate = Math.min(Math.max(limit * careful, SLOWEST), FASTEST)
    this.#calm = 0
    this.#cycle = { taken: 0, begun: from }
    this.#since = from
    this.#next = from + 1 / (this.#rate * this.share)
  }
}
