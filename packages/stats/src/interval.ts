/** A two-sided interval; `level` is its nominal coverage (0.95), `method` how it was made. */
export interface Interval {
  readonly low: number
  readonly high: number
  readonly level: number
  readonly method: IntervalMethod
}

export type IntervalMethod =
  | "exact binomial"
  | "Wilson"
  | "paired score"
  | "guarded bootstrap-t"
  | "Student t"
  | "row bootstrap"

/** Either an interval or, in plain words, why there is none. */
export type IntervalResult = Interval | { readonly none: string }

export function isInterval(result: IntervalResult): result is Interval {
  return "low" in result
}
