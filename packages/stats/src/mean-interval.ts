import { type IntervalResult, isInterval } from "./interval.ts"
import type { Random } from "./random.ts"
import { isOrdinarySize, magnitude, mean, sortedQuantile, standardDeviation } from "./sample.ts"
import { studentQuantile } from "./student-t.ts"

/** Beyond this many rows the bootstrap changes nothing that is printed, and Student's interval alone is given. */
const manyRows = 5000
const fewestRows = 4

export interface MeanIntervalOptions {
  readonly random: Random
  readonly level?: number
  readonly resamples?: number
}

/**
 * Interval of a mean (of scores, or of paired differences): the union of Student's and of the bootstrap-t interval,
 * the latter kept within the data, both at a level that is a little stricter for few rows (`smallSampleLevel`).
 * Student's alone covers 88 % for 8 skewed scores and BCa 89 %; this covers 95 % (docs/reference/statistics.md).
 */
export function meanInterval(values: readonly number[], options: MeanIntervalOptions): IntervalResult {
  const { random, level = 0.95, resamples = 2000 } = options
  const rows = values.length
  if (rows < fewestRows)
    return { none: `${rows} rows are too few for an interval (${fewestRows} are needed)` }
  const size = magnitude(values)
  if (!isOrdinarySize(size)) return scaled(values, size, options)
  const centre = mean(values)
  const spread = standardDeviation(values)
  if (!(spread > Math.abs(centre) * 1e-14))
    return { none: `all ${rows} values are equal, so nothing shows how much they vary` }
  const error = spread / Math.sqrt(rows)
  const tail = (1 - smallSampleLevel(level, rows)) / 2
  const reach = studentQuantile(1 - tail, rows - 1) * error
  const student = { low: centre - reach, high: centre + reach, level }
  if (rows > manyRows) return { ...student, method: "Student t" }
  const ratios = studentisedMeans(values, centre, random, resamples)
  const smallest = values.reduce((least, value) => Math.min(least, value))
  const largest = values.reduce((most, value) => Math.max(most, value))
  return {
    low: Math.min(student.low, Math.max(centre - sortedQuantile(ratios, 1 - tail) * error, smallest)),
    high: Math.max(student.high, Math.min(centre - sortedQuantile(ratios, tail) * error, largest)),
    level,
    method: "guarded bootstrap-t",
  }
}

function scaled(values: readonly number[], size: number, options: MeanIntervalOptions): IntervalResult {
  if (!Number.isFinite(size)) return { none: "the values are too large to compute with" }
  const interval = meanInterval(
    values.map((value) => value / size),
    options,
  )
  return isInterval(interval)
    ? { ...interval, low: interval.low * size, high: interval.high * size }
    : interval
}

/** The level to aim for so that `level` is reached with few rows: misses allowed shrink by the factor (n − 4) / n. */
export function smallSampleLevel(level: number, rows: number): number {
  return 1 - (1 - level) * (Math.max(rows - 4, 1) / rows)
}

/** Ascending (mean* − mean) / error* over resamples; a resample without spread counts as infinitely far off. */
function studentisedMeans(
  values: readonly number[],
  centre: number,
  random: Random,
  resamples: number,
): Float64Array {
  const rows = values.length
  const ratios = new Float64Array(resamples)
  for (let at = 0; at < resamples; at++) {
    let [sum, squares] = [0, 0]
    for (let drawn = 0; drawn < rows; drawn++) {
      const apart = values[random.below(rows)]! - centre
      sum += apart
      squares += apart * apart
    }
    const shift = sum / rows
    const variance = (squares - sum * shift) / (rows - 1)
    const flat = variance <= 1e-20 * (squares / rows)
    ratios[at] = flat ? Math.sign(shift) * 1e300 : shift / Math.sqrt(variance / rows)
  }
  return ratios.sort()
}
