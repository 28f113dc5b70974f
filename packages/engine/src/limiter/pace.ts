import { Chance } from "./chance.ts"
import { type Came, Throughput, through } from "./throughput.ts"

/** What a refusal leaves of the pace: clearly below the limit, for a moment. */
const CAREFUL = 0.88
/** The same for a refusal that follows another closely: it is far above. */
const AGAIN = 0.75
const CLOSELY = 8
/** The least that a severe refusal leaves. */
const SEVERE = 0.5
/** Up to this part of the pace that was refused last, each accepted call adds so much. */
const FAST_UP_TO = 0.97
const FAST_GROWTH = 0.01
/** The same while no pace was refused yet, only calls that came all at once. */
const FIRST_GROWTH = 0.03
/** Then so much; after so many calls without a refusal twice that, and so on. */
const GROWTH = 0.0003
const DOUBLES_AFTER = 40
const MOST_GROWTH = 0.03
/** Calls that tell how many are taken from one refusal to the next. */
const TELLING = 20
/** A call that goes late by up to this does not delay those after it. */
const LATE_MS = 100
const SLOWEST = 1 / 60_000
const FASTEST = 1

/** What processes tell each other; calls a millisecond, null while nothing is known. */
export interface SharedPace {
  rate: number | null
  background: number
}

/**
 * How many calls an endpoint takes in a time, learned from refusals that no header explains. Several in a row mean that
 * everybody has to wait; single ones slow calls down to what came through, and when that does not help (some services
 * refuse by chance), refusals of that frequency are ignored from then on. Times in milliseconds.
 */
export class Pace {
  /** This process's part, above 0 up to 1. */
  share = 1
  /** Of all processes together. */
  #rate = Number.POSITIVE_INFINITY
  #refusedAt = Number.POSITIVE_INFINITY
  #next = 0
  /** Answers to calls that were sent earlier say nothing of the pace. */
  #since = 0
  readonly #chance = new Chance()
  readonly #came = new Throughput()
  /** What had come through when everybody was last told to wait. */
  #severe: (Came & { until: number; least: number; isTaken?: boolean }) | undefined
  /** When everybody was last told to wait, although refusals are taken for chance. */
  #alarm = Number.NEGATIVE_INFINITY
  #calm = 0
  /** Calls that were taken since the pace was last refused. */
  #cycle: Came = { taken: 0, begun: 0 }
  /** When calls were sent that were refused, after the last one that was taken. */
  #streak: number[] = []
  #lastTaken = -1

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
    if (rate === null) this.#chance.endTrial()
    // as if it had been refused here
    else if (!this.isLimited) this.#refusedAt = rate / CAREFUL
    this.#rate = rate ?? Number.POSITIVE_INFINITY
    this.#chance.background = background
  }

  /** Refusals have another reason. */
  forget(): void {
    this.#rate = Number.POSITIVE_INFINITY
    this.#chance.endTrial()
    this.#streak = []
    this.#next = 0
  }

  readyAt(now: number): number {
    return this.isLimited ? Math.max(now, this.#next) : now
  }

  spend(now: number): void {
    this.#came.sent(now)
    if (!this.isLimited) return
    const apart = 1 / (this.#rate * this.share)
    this.#next = Math.max(this.#next, now - Math.max(LATE_MS, apart)) + apart
  }

  accepted(sent: number, now: number): void {
    if (sent > this.#lastTaken) {
      this.#lastTaken = sent
      this.#streak = this.#streak.filter((refused) => refused > sent)
    }
    this.#cycle.taken++
    this.#came.taken(now)
    if (this.#severe) this.#severe.isTaken = true
    if (!this.isLimited) this.#chance.holds(false)
    if (!this.isLimited || sent < this.#since) return
    if (this.#chance.tried(false)) {
      this.forget()
      return
    }
    this.#calm++
    const slow = Math.min(MOST_GROWTH, GROWTH * 2 ** Math.floor(this.#calm / DOUBLES_AFTER))
    const isKnown = this.#refusedAt !== Number.POSITIVE_INFINITY
    const fast = isKnown ? FAST_GROWTH : FIRST_GROWTH
    this.#rate *= 1 + (this.#rate < this.#refusedAt * FAST_UP_TO ? Math.max(fast, slow) : slow)
    if (this.#rate > FASTEST) this.forget()
  }

  /**
   * `open` calls are still unanswered, `wait` is how long the service asks to wait. Answers until when nobody should call;
   * undefined: only the refused one waits.
   */
  refused(sent: number, now: number, { open, wait }: { open: number; wait: number }): number | undefined {
    if (sent >= this.#lastTaken) this.#streak.push(sent)
    if (sent < this.#since) {
      this.#wereRefusedToo(now, open)
      return undefined
    }
    if (this.#chance.isSurprised(this.#streak.length, wait)) {
      if (!this.#chance.isTaken || now - this.#alarm < 10 * wait) this.#everybodyWaits(now, now + wait, open)
      this.#alarm = now
      this.#streak = []
      return now + wait
    }
    if (this.#chance.inTrial) {
      if (this.#chance.tried(true)) this.forget()
    } else if (this.isLimited) {
      // within the time that the service asks to wait it is the same news again
      if (now - this.#since >= wait) this.#again(now)
    } else if (!this.#chance.isTaken) {
      const came = this.#came.lately(now)
      if (came.taken === 0) return undefined
      this.#slower(this.#measured(came, now, open), now)
      this.#chance.try()
    } else if (!this.#chance.holds(true)) {
      this.#slower(this.#measured(this.#came.lately(now), now, open), now)
    }
    return undefined
  }

  #everybodyWaits(now: number, until: number, open: number): void {
    const came = this.#came.best(until, open, now)
    // a service that takes nothing at all says nothing of how much it would take
    if (came.taken + open === 0) return
    this.#severe = { ...came, until, least: this.isLimited ? this.#rate * SEVERE : SLOWEST }
    const isFirst = !this.isLimited
    this.#slower(this.#measured(came, until, open), until)
    // a few calls at once say little of what comes through in the long run
    if (isFirst && came.taken + open < TELLING) this.#refusedAt = Number.POSITIVE_INFINITY
    this.#chance.dismiss()
    this.#came.restart(until)
  }

  /** It was refused at a pace that it should have taken. */
  #again(now: number): void {
    if (this.#chance.again(this.#cycle.taken)) this.forget()
    else this.#slower(this.#betweenRefusals(now), now)
  }

  /** Calls that were open when everybody was told to wait did not all come through. */
  #wereRefusedToo(now: number, open: number): void {
    const severe = this.#severe
    if (!severe || now >= severe.until) return
    if (severe.taken === 0 && open === 0 && !severe.isTaken) {
      this.#severe = undefined
      this.forget()
      return
    }
    const measured = through(severe, severe.until, open) / this.share
    this.#rate = Math.min(this.#rate, Math.max(severe.least, measured * CAREFUL, SLOWEST))
    this.#next = severe.until + 1 / (this.#rate * this.share)
  }

  /**
   * From one refusal to the next exactly so much is taken as the endpoint gives: its reserve is empty at both. Of too few
   * calls it would be chance.
   */
  #betweenRefusals(now: number): number {
    const { taken, begun } = this.#cycle
    if (taken < TELLING) return this.#rate
    return Math.min(this.#rate, Math.max(this.#rate * SEVERE, through({ taken, begun }, now, 0) / this.share))
  }

  /** Of all processes; not much slower than what was right so far. */
  #measured(came: Came, until: number, open: number): number {
    const measured = through(came, until, open) / this.share
    return this.isLimited ? Math.min(this.#rate, Math.max(this.#rate * SEVERE, measured)) : measured
  }

  #slower(limit: number, from: number): void {
    this.#refusedAt = limit
    const part = this.isLimited && this.#calm < CLOSELY ? AGAIN : CAREFUL
    this.#rate = Math.min(Math.max(limit * part, SLOWEST), FASTEST)
    this.#calm = 0
    this.#cycle = { taken: 0, begun: from }
    this.#since = from
    this.#next = from + 1 / (this.#rate * this.share)
    this.#chance.endTrial()
  }
}
