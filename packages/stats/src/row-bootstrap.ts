import type { Interval, IntervalResult } from "./interval.ts"
import { smallSampleLevel } from "./mean-interval.ts"
import { normalCdf, normalQuantile } from "./normal.ts"
import type { Resampling } from "./resample-rows.ts"
import { skewness, sortedQuantile, standardDeviation } from "./sample.ts"
import { studentQuantile, studentTwoSided } from "./student-t.ts"
import type { TestResult } from "./test-result.ts"

const fewestDraws = 200
const largestGap = 0.2

/** A metric, or the difference of two, as seen on the rows as they are and on every resample of them. */
export interface BootstrapSample {
  readonly rowCount: number
  readonly observed: number
  /** Ascending. */
  readonly draws: Float64Array
}

/** The sample of `value` over a resampling, or why there can be no interval. */
export function bootstrapSample(
  resampling: Resampling,
  value: (metrics: Readonly<Record<string, number>>) => number | undefined,
): BootstrapSample | { readonly none: string } {
  const { rowCount, draws: all, failures, requested, stopped } = resampling
  const tried = all.length + failures
  if (tried < fewestDraws) {
    const cause = stopped === "budget" ? "in the time allowed " : ""
    return { none: `only ${tried} of ${requested} resamples were done ${cause}(${fewestDraws} are needed)` }
  }
  const observed = value(resampling.observed)
  if (observed === undefined || !Number.isFinite(observed))
    return { none: "the metric is not defined on the shared rows" }
  const draws = all.map(value).filter((drawn) => drawn !== undefined && Number.isFinite(drawn)) as number[] // filtered
  const undefinedShare = 1 - draws.length / tried
  if (undefinedShare > largestGap)
    return { none: `the metric is not defined on ${Math.round(undefinedShare * 100)} % of the resamples` }
  const sorted = Float64Array.from(draws).sort()
  const [least, most] = [sorted[0]!, sorted.at(-1)!]
  if (most - least <= 1e-14 * Math.max(Math.abs(least), Math.abs(most)))
    return { none: "the metric is the same on every resample of these rows" }
  return { rowCount, observed, draws: sorted }
}

/** Ends of the range of a metric; infinite where it shows none. */
export interface Reach {
  readonly low: number
  readonly high: number
}

/**
 * Whether no resample passes what was observed on one side, although more lies there: a maximum, say, of which resampling knows
 * nothing beyond it. A precision of 1 is at its end.
 */
export function isExtreme({ observed, draws }: BootstrapSample, { low, high }: Reach): boolean {
  return (draws[0]! >= observed && observed > low) || (draws.at(-1)! <= observed && observed < high)
}

/**
 * The union of the percentile interval, widened for few rows as Student's t is, and of the interval
 * observed ± t × standard error of the draws, whose longer side is stretched by their skewness as Johnson's t is; both at
 * `smallSampleLevel`.
 */
export function bootstrapInterval(sample: BootstrapSample, level = 0.95): IntervalResult {
  const { rowCount, observed, draws } = sample
  if (rowCount < 4) return { none: `${rowCount} rows are too few for an interval (4 are needed)` }
  const tail = (1 - smallSampleLevel(level, rowCount)) / 2
  const t = studentQuantile(1 - tail, rowCount - 1)
  const widen = Math.sqrt(rowCount / (rowCount - 1))
  const share = normalCdf(-t * widen)
  const error = standardDeviation(draws)
  const lean = skewness(draws) / 6
  const reach = (longer: number): number => stretched(t * widen, longer) * error
  const interval: Interval = {
    low: Math.min(sortedQuantile(draws, share), observed - reach(-lean)),
    high: Math.max(sortedQuantile(draws, 1 - share), observed + reach(lean)),
    level,
    method: "row bootstrap",
  }
  return interval
}

/** The p value that goes with `bootstrapInterval`: below 1 − level exactly when that interval leaves out zero. */
export function bootstrapTest(sample: BootstrapSample): TestResult {
  const { rowCount, observed, draws } = sample
  const df = Math.max(rowCount - 1, 1)
  const widen = Math.sqrt(rowCount / df)
  const below = draws.filter((drawn) => drawn < 0).length
  const equal = draws.filter((drawn) => drawn === 0).length
  const tail = (Math.min(below, draws.length - below - equal) + equal + 1) / (draws.length + 1)
  const tailT = tail >= 0.5 ? 0 : -normalQuantile(tail) / widen
  const lean = (-Math.sign(observed) * skewness(draws)) / 6
  const errorT = unstretched(Math.abs(observed) / standardDeviation(draws), lean) / widen
  const fewRows = (1 - smallSampleLevel(0, rowCount)) ** -1
  return { name: "row bootstrap", p: Math.min(1, studentTwoSided(Math.min(tailT, errorT), df) * fewRows) }
}

/** What a correction may add to t: few draws of few rows lean so much that it would leave the data far behind. */
const MOST_STRETCH = 0.5

/** Johnson's correction of t for skewness, on the side where it is longer. */
function stretched(t: number, lean: number): number {
  return t + Math.min(Math.max(lean, 0) * (1 + 2 * t * t), MOST_STRETCH * t)
}

/** The t whose `stretched` form is `reach`, at least 0. */
function unstretched(reach: number, lean: number): number {
  if (lean <= 1e-9) return reach
  const uncapped = reach <= lean ? 0 : (Math.sqrt(1 + 8 * lean * (reach - lean)) - 1) / (4 * lean)
  return Math.max(uncapped, reach / (1 + MOST_STRETCH))
}
