/** If refusals in a row are less likely than this to be chance, they are none. */
const CHANCE = 0.001
/** The part of answers that are refusals for no reason that a slower pace would mend, until more is known. */
const BACKGROUND = 0.02
const LEAST_IN_A_ROW = 3
/**
 * Whether a slower pace helps is seen from so many answers to calls that were sent at it: it does not if so many of them are
 * refusals all the same, but not most. The first trial is short, since it may cost time for nothing; a pace that has helped
 * once is given up for more refusals only.
 */
const FIRST_TRIAL = { answers: 12, refused: 2 }
const TRIAL = { answers: 24, refused: 3 }
const LATER_TRIAL = { answers: 24, refused: 6 }
const HEAVY = 0.4
/** Answers at full speed by which it shows that refusals were no chance after all. */
const SECOND_THOUGHTS = 20
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
const FIRST_GROWTH = 0.05
/** Then so much; after so many calls without a refusal twice that, and so on. */
const GROWTH = 0.0003
const DOUBLES_AFTER = 40
const MOST_GROWTH = 0.03
/** Calls by which it is measured what comes through. */
const LATELY = 24
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
  #background = BACKGROUND
  #next = 0
  /** Answers to calls that were sent earlier say nothing of the pace. */
  #since = 0
  #trial: { answers: number; refused: number; is: typeof TRIAL } | undefined
  /** Times that refusals were taken for chance and were none. */
  #mistakes = 0
  /** What had come through when everybody was last told to wait. */
  #severe: (Came & { until: number; least: number }) | undefined
  /** When everybody was last told to wait, although refusals are taken for chance. */
  #alarm = Number.NEGATIVE_INFINITY
  /** Answers at full speed since refusals are taken for chance. */
  readonly #unpaced: boolean[] = []
  #calm = 0
  /** Refusals of calls sent after the last one that was taken. */
  #streak = 0
  #lastTaken = -1
  /** When calls were taken lately, and when the first of them could have been. */
  readonly #taken: number[] = []
  #begun: number | undefined
  /** The same since everybody was last told to wait. */
  #takenInAll = 0
  #begunInAll: number | undefined

  get isLimited(): boolean {
    return this.#rate !== Number.POSITIVE_INFINITY
  }

  /** A few words for whoever waits. */
  get text(): string {
    return `about ${Math.max(1, Math.round(this.#rate * 60_000))} requests a minute, which is what the service takes`
  }

  get shared(): SharedPace {
    return { rate: this.isLimited ? this.#rate : null, background: this.#background }
  }

  adopt({ rate, background }: SharedPace): void {
    this.#rate = rate ?? Number.POSITIVE_INFINITY
    this.#background = background
    if (rate === null) this.#trial = undefined
  }

  /** Refusals have another reason. */
  forget(): void {
    this.#rate = Number.POSITIVE_INFINITY
    this.#trial = undefined
    this.#streak = 0
    this.#next = 0
  }

  readyAt(now: number): number {
    return this.isLimited ? Math.max(now, this.#next) : now
  }

  spend(now: number): void {
    this.#begun ??= now
    this.#begunInAll ??= now
    if (!this.isLimited) return
    const apart = 1 / (this.#rate * this.share)
    this.#next = Math.max(this.#next, now - Math.max(LATE_MS, apart)) + apart
  }

  accepted(sent: number, now: number): void {
    if (sent >= this.#lastTaken) {
      this.#lastTaken = sent
      this.#streak = 0
    }
    this.#takenInAll++
    this.#taken.push(now)
    if (this.#taken.length > LATELY) this.#begun = this.#taken.shift()
    if (!this.isLimited) this.#isChance(false)
    if (!this.isLimited || sent < this.#since) return
    this.#tried(false)
    if (!this.isLimited) return
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
    if (sent >= this.#lastTaken) this.#streak++
    if (sent < this.#since) {
      this.#wereRefusedToo(now, open)
      return undefined
    }
    if (this.#streak >= LEAST_IN_A_ROW && this.#background ** this.#streak < CHANCE) {
      const until = now + wait
      if (this.#background <= BACKGROUND || now - this.#alarm < 10 * wait) {
        const inAll = { taken: this.#takenInAll, begun: this.#begunInAll ?? now }
        const lately = { taken: this.#taken.length, begun: this.#begun ?? now }
        const came = through(inAll, until, open) > through(lately, until, open) ? inAll : lately
        this.#severe = { ...came, until, least: this.isLimited ? this.#rate * SEVERE : SLOWEST }
        const isFirst = !this.isLimited
        this.#slower(this.#measured(came, until, open), until, LATER_TRIAL)
        if (isFirst) this.#refusedAt = Number.POSITIVE_INFINITY
        this.#background = BACKGROUND
        this.#taken.length = 0
        this.#takenInAll = 0
        this.#begun = until
        this.#begunInAll = until
      }
      this.#alarm = now
      this.#streak = 0
      return until
    }
    if (this.isLimited) {
      const isFirst = this.#trial?.is === FIRST_TRIAL
      this.#tried(true)
      if (this.isLimited && !isFirst) this.#slower(this.#rate, now)
    } else if (this.#background <= BACKGROUND) {
      if (this.#taken.length > 0)
        this.#slower(this.#lately(now, open), now, this.#mistakes === 0 ? FIRST_TRIAL : TRIAL)
    } else if (!this.#isChance(true)) {
      this.#mistakes++
      this.#background = BACKGROUND
      this.#slower(this.#lately(now, open), now, TRIAL)
    }
    return undefined
  }

  /** Calls that were open when everybody was told to wait did not all come through. */
  #wereRefusedToo(now: number, open: number): void {
    const severe = this.#severe
    if (!severe || now >= severe.until) return
    const measured = through(severe, severe.until, open) / this.share
    this.#rate = Math.min(this.#rate, Math.max(severe.least, measured * CAREFUL, SLOWEST))
    this.#next = severe.until + 1 / (this.#rate * this.share)
  }

  #lately(now: number, open: number): number {
    return this.#measured({ taken: this.#taken.length, begun: this.#begun ?? now }, now, open)
  }

  /** Of all processes; not much slower than what was right so far. */
  #measured(came: Came, until: number, open: number): number {
    const measured = through(came, until, open) / this.share
    return this.isLimited ? Math.min(this.#rate, Math.max(this.#rate * SEVERE, measured)) : measured
  }

  #slower(limit: number, from: number, trial?: typeof TRIAL): void {
    this.#refusedAt = limit
    const part = this.isLimited && this.#calm < CLOSELY ? AGAIN : CAREFUL
    this.#rate = Math.min(Math.max(limit * part, SLOWEST), FASTEST)
    this.#calm = 0
    this.#since = from
    this.#next = from + 1 / (this.#rate * this.share)
    if (trial) this.#trial = { answers: 0, refused: 0, is: trial }
  }

  #tried(refused: boolean): void {
    const trial = this.#trial
    if (!trial) return
    trial.answers++
    if (refused) trial.refused++
    const { is, answers } = trial
    const helpsNot = trial.refused >= is.refused && trial.refused <= answers * HEAVY
    if (answers < is.answers && (is === FIRST_TRIAL || !helpsNot)) return
    this.#trial = { answers: 0, refused: 0, is: is === FIRST_TRIAL ? TRIAL : LATER_TRIAL }
    if (!helpsNot) return
    this.#background = trial.refused / trial.answers
    this.#unpaced.length = 0
    this.forget()
  }

  /** Whether as few are refused at full speed as there were before. */
  #isChance(refused: boolean): boolean {
    if (this.#background <= BACKGROUND) return true
    this.#unpaced.push(refused)
    if (this.#unpaced.length > SECOND_THOUGHTS) this.#unpaced.shift()
    const n = this.#unpaced.length
    const expected = n * this.#background
    const spread = Math.sqrt(expected * (1 - this.#background))
    return n < SECOND_THOUGHTS || this.#unpaced.filter(Boolean).length <= expected + 3 * spread
  }
}

/** Calls that were taken since a time. */
interface Came {
  taken: number
  begun: number
}

/** Calls a millisecond that come through if time goes on until then, and those that are open are taken. */
function through({ taken, begun }: Came, until: number, open: number): number {
  return (taken + open) / Math.max(until - begun, 1)
}
