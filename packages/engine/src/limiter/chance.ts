/** If refusals in a row are less likely than this to be chance, they are none. */
const CHANCE = 0.001
/** The part of answers that are refusals for no reason that a slower pace would mend, until more is known. */
const BACKGROUND = 0.02
/** At least so many in a row; fewer where it is a long time that the service asks to wait. */
const LEAST_IN_A_ROW = 4
const LEAST_FOR_LONG = 3
const LONG_MS = 2000
/**
 * The first slower pace is a trial: if so many of the answers to calls sent at it are refusals all the same, but not most, it
 * has nothing to do with the pace. Short, since it may cost time for nothing.
 */
const TRIAL = { answers: 12, refused: 2, most: 5 }
/** Later the same shows in refusals that follow each other after fewer calls than a right pace would have. */
const SHORT = 30
const SHORT_IN_A_ROW = 4
/** Answers at full speed by which it shows that refusals were no chance after all. */
const SECOND_THOUGHTS = 20

/** Whether refusals come by chance, as some services' do, or because calls come too fast. */
export class Chance {
  /** The part of answers that are refusals by chance. */
  background = BACKGROUND
  #trial: { answers: number; refused: number } | undefined
  /** What was taken between the last refusals, where that was little. */
  #short: number[] = []
  /** Times that refusals were taken for chance and were none. */
  #mistakes = 0
  /** Answers at full speed since refusals are taken for chance. */
  readonly #unpaced: boolean[] = []

  /** Refusals are taken for chance. */
  get isTaken(): boolean {
    return this.background > BACKGROUND
  }

  get inTrial(): boolean {
    return this.#trial !== undefined
  }

  /** Whether so many in a row are too many. */
  isSurprised(inARow: number, wait: number): boolean {
    const least = wait > LONG_MS ? LEAST_FOR_LONG : LEAST_IN_A_ROW
    return inARow >= least && this.background ** inARow < CHANCE
  }

  /** Calls were slowed down for the first time. */
  try(): void {
    if (this.#mistakes === 0) this.#trial = { answers: 0, refused: 0 }
  }

  endTrial(): void {
    this.#trial = undefined
  }

  /** They were none: everybody had to wait. */
  dismiss(): void {
    this.background = BACKGROUND
    this.#short = []
    this.#trial = undefined
  }

  /** An answer at a slower pace. Answers true when it shows that the pace does not matter. */
  tried(refused: boolean): boolean {
    const trial = this.#trial
    if (!trial) return false
    trial.answers++
    if (refused) trial.refused++
    if (trial.answers < TRIAL.answers) return false
    this.#trial = undefined
    return (
      trial.refused >= TRIAL.refused &&
      trial.refused <= TRIAL.most &&
      this.#take(trial.refused / trial.answers)
    )
  }

  /** Refused again after so many were taken. Answers true when that shows that the pace does not matter. */
  again(taken: number): boolean {
    this.#short = taken < SHORT ? [...this.#short, taken] : []
    const most = SHORT_IN_A_ROW << this.#mistakes
    if (this.#short.length < most) return false
    const inAll = this.#short.reduce((sum, each) => sum + each, 0)
    return this.#take(most / (most + inAll))
  }

  /** An answer at full speed. Answers false when more are refused than were by chance. */
  holds(refused: boolean): boolean {
    if (!this.isTaken) return true
    this.#unpaced.push(refused)
    if (this.#unpaced.length > SECOND_THOUGHTS) this.#unpaced.shift()
    const n = this.#unpaced.length
    const expected = n * this.background
    const spread = Math.sqrt(expected * (1 - this.background))
    if (n < SECOND_THOUGHTS || this.#unpaced.filter(Boolean).length <= expected + 3 * spread) return true
    this.#mistakes++
    this.background = BACKGROUND
    return false
  }

  #take(part: number): true {
    this.background = Math.max(part, BACKGROUND * 2)
    this.#unpaced.length = 0
    this.#short = []
    return true
  }
}
