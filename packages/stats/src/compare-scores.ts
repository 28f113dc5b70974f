import { continuousTest, prefersTTest } from "./choose-test.ts"
import type { Direction } from "./comparison.ts"
import { type IntervalResult, isInterval } from "./interval.ts"
import { mcnemarTest } from "./mcnemar.ts"
import { meanInterval } from "./mean-interval.ts"
import { type PairedCounts, pairedProportionInterval } from "./paired-proportion-interval.ts"
import { mcnemarDetectable, mcnemarRows } from "./power-binary.ts"
import { type PowerOptions, pairedTDetectable, pairedTRows } from "./power-continuous.ts"
import type { Random } from "./random.ts"
import { mean, standardDeviation } from "./sample.ts"
import type { TestResult } from "./test-result.ts"

/** What a comparison of one variant with the base found, before the correction over tests and the words. */
export interface Finding {
  readonly rows: number
  readonly difference?: number
  readonly interval: IntervalResult
  readonly test?: TestResult
  readonly counts?: PairedCounts
  /** Every compared row has the same score in both runs. */
  readonly identical: boolean
  /**
   * Where the test asks another question than whether the mean differs (Wilcoxon's): whether the interval of the mean
   * difference at 1 − alpha leaves out zero too.
   */
  readonly confirms?: (alpha: number) => boolean
  readonly power?: (options: PowerOptions) => {
    readonly detectable: number | null
    /** Absent where nothing can be said. */
    readonly rowsInAll?: number | null
  }
}

export function compareBinary(
  base: readonly number[],
  variant: readonly number[],
  better: Direction,
  level: number,
): Finding {
  const rows = base.length
  if (rows === 0) return nothingShared
  const rising = base.filter((value, at) => value < variant[at]!).length
  const falling = base.filter((value, at) => value > variant[at]!).length
  const raised = { wrongToRight: rising, rightToWrong: falling, rows }
  const lowered = { wrongToRight: falling, rightToWrong: rising, rows }
  const difference = (rising - falling) / rows
  return {
    rows,
    difference,
    interval: pairedProportionInterval(raised, level),
    test: mcnemarTest(raised),
    counts: better === "higher" ? raised : lowered,
    identical: rising + falling === 0,
    power: (options) => ({
      detectable: mcnemarDetectable(Math.min(rising, falling) / rows, rows, options),
      rowsInAll: mcnemarRows({ changed: (rising + falling) / rows, difference }, options),
    }),
  }
}

export function compareContinuous(
  base: readonly number[],
  variant: readonly number[],
  settings: { readonly random: Random; readonly level: number; readonly resamples: number },
): Finding {
  const rows = base.length
  if (rows === 0) return nothingShared
  const differences = variant.map((value, at) => scoreDifference(base[at]!, value))
  const difference = mean(differences)
  const interval = meanInterval(differences, settings)
  if (rows < 2) return { rows, difference, interval, identical: false }
  const spread = standardDeviation(differences)
  const isT = prefersTTest(differences)
  // Wilcoxon's test needs 3/π of the t test's rows turned round for normal differences.
  const inflation = isT ? 1 : Math.PI / 3
  return {
    rows,
    difference,
    interval,
    test: continuousTest(differences),
    identical: differences.every((value) => value === 0),
    ...(!isT && {
      confirms: (alpha: number) => {
        const mine = meanInterval(differences, { ...settings, level: 1 - alpha })
        // Without one all differences are equal, and there is no doubt which way the mean goes.
        return isInterval(mine) ? mine.low > 0 || mine.high < 0 : true
      },
    }),
    power: (options) => {
      const fewest = isT ? 0 : wilcoxonFewest(options.alpha)
      const effect = spread === 0 || rows < fewest ? null : pairedTDetectable(rows, options)
      const needed = difference === 0 || spread === 0 ? null : pairedTRows(difference / spread, options)
      return {
        detectable: effect === null ? null : effect * spread * Math.sqrt(inflation),
        rowsInAll: needed === null ? null : Math.max(Math.ceil(needed * inflation), fewest),
      }
    },
  }
}

/** Of two scores that differ by rounding alone (0.1 + 0.2 and 0.3): none. */
export function scoreDifference(base: number, variant: number): number {
  const difference = variant - base
  return Math.abs(difference) <= 1e-14 * Math.max(Math.abs(base), Math.abs(variant)) ? 0 : difference
}

/** Rows below which Wilcoxon's exact p cannot fall to `alpha`: all of n differences on one side have 2 / 2ⁿ. */
function wilcoxonFewest(alpha = 0.05): number {
  return Math.ceil(1 - Math.log2(alpha))
}

const nothingShared: Finding = {
  rows: 0,
  interval: { none: "the runs share no scored lines" },
  identical: false,
}
