/** The part of answers that are refusals for no reason that a slower pace would mend, until more is known. */
const BACKGROUND = 0.02
/** If refusals in a row are less likely than this to be chance, they are none. */
const CHANCE = 0.0003
/** At least so many in a row; fewer where it is a long time that the service asks to wait, or a limit is known. */
const LEAST_IN_A_ROW = 4
const LEAST_FOR_LONG = 3
const LEAST_AT_LIMIT = 2
const LONG_MS = 2000
/** How often a right pace is refused: seldom soon after it was lowered, later on now and then, since it is raised. */
const SOON = 50
const REFUSED_SOON = 0.006
const REFUSED_LATER = 0.03
/** By this much, as a logarithm, one explanation must be more likely than the other. */
const SURE = 4
const MOST_SURE = 7
/** Answers that the part of refusals is taken from. */
const REMEMBERED = 60
/** Answers that what is expected counts for. */
const PRIOR = 8
/** Refusals by chance up to this part are put up with. */
const LEAST_PART = 0.15
/** Answers at full speed by which it shows that refusals were no chance after all. */
const SECOND_THOUGHTS = 30

/**
 * Whether refusals come by chance, as some services' do, or because calls come too fast: by a sequential test of what is
 * refused at a pace that should be right.
 */
export class Chance {
  /** The part of answers that are refusals by chance. */
  background = BACKGROUND
  /** How much more likely chance is than a limit. */
  #odds = 0
  /** Whether the last answers were refusals, without those of which everybody was told. */
  #answers: boolean[] = []
  /** Times that refusals were taken for chance and were none. */
  #mistakes = 0
  /** Answers at full speed since refusals are taken for chance. */
  #unpaced: boolean[] = []

  /** Refusals are taken for chance. */
  get isTaken(): boolean {
    return this.background > BACKGROUND
  }

  /** There is a limit. */
  get isLimit(): boolean {
    return !this.isTaken && this.#odds <= -SURE / 2
  }

  /** Whether so many in a row are too many. */
  isSurprised(inARow: number, wait: number): boolean {
    const least = this.isLimit ? LEAST_AT_LIMIT : wait > LONG_MS ? LEAST_FOR_LONG : LEAST_IN_A_ROW
    const part = this.#part(inARow)
    if (this.isLimit && inARow >= least && part < 0.06) return true
    return inARow >= least && Math.max(this.background, part) ** inARow < CHANCE
  }

  answered(refused: boolean): void {
    this.#answers.push(refused)
    if (this.#answers.length > REMEMBERED) this.#answers.shift()
  }

  /** Calls were slowed down for the first time. */
  begin(): void {
    this.#odds = 0
  }

  /** Nothing was taken any more, so everybody had to wait: it is no chance that so many were refused. */
  shut(inARow: number): void {
    this.#answers.splice(-inARow)
    this.#odds = Math.min(this.#odds, 0)
  }

  /** Nothing was taken for a while: that is none. */
  dismiss(): void {
    this.background = BACKGROUND
  }

  /** Taken at a pace that should be right, after so many others. */
  taken(before: number): void {
    const likely = (1 - this.#likely) / (1 - (before < SOON ? REFUSED_SOON : REFUSED_LATER))
    this.#odds = Math.max(-MOST_SURE, this.#odds + Math.log(likely))
  }

  /** Refused at such a pace. Answers true when that shows that the pace does not matter. */
  refused(before: number): boolean {
    this.#odds += Math.log(this.#likely / (before < SOON ? REFUSED_SOON : REFUSED_LATER))
    if (this.#odds < SURE * (1 + this.#mistakes)) return false
    this.background = Math.max(this.#part(), BACKGROUND * 2)
    this.#unpaced = []
    return true
  }

  /** An answer at full speed. Answers false when more are refused than were by chance. */
  holds(refused: boolean): boolean {
    if (!this.isTaken) return true
    this.#unpaced.push(refused)
    if (this.#unpaced.length > SECOND_THOUGHTS) this.#unpaced.shift()
    const n = this.#unpaced.length
    const expected = n * Math.max(this.background, LEAST_PART)
    const spread = Math.sqrt(expected)
    if (n < SECOND_THOUGHTS || this.#unpaced.filter(Boolean).length <= expected + 4 * spread) return true
    this.#mistakes++
    this.#odds = 0
    this.background = BACKGROUND
    return false
  }

  /** The part of answers that were refusals, `without` the last ones, and a little of what is expected mixed in. */
  #part(without = 0): number {
    const answers = without > 0 ? this.#answers.slice(0, -without) : this.#answers
    return (answers.filter(Boolean).length + PRIOR * BACKGROUND) / (answers.length + PRIOR)
  }

  /** The same as it may be if it is chance. */
  get #likely(): number {
    return Math.min(0.5, Math.max(0.03, this.#part()))
  }
}
