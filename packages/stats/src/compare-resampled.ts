import { type Finding, scoreDifference } from "./compare-scores.ts"
import type { IntervalResult } from "./interval.ts"
import { normalQuantile } from "./normal.ts"
import type { Resampling } from "./resample-rows.ts"
import { bootstrapInterval, bootstrapSample, bootstrapTest, isExtreme, type Reach } from "./row-bootstrap.ts"
import { standardDeviation } from "./sample.ts"

/** A run's metric in one resample is kept under this name. */
export function drawnName(run: string, metric: string): string {
  return `${run}\u0000${metric}`
}

const extreme: IntervalResult = {
  none: "the metric is an extreme of its rows, which resampling cannot judge",
}

/** Interval of one run's metric from resampled rows. */
export function resampledInterval(
  resampling: Resampling,
  run: string,
  metric: string,
  level: number,
): IntervalResult {
  const sample = bootstrapSample(resampling, (metrics) => metrics[drawnName(run, metric)])
  if ("none" in sample) return sample
  const reach = reachOf(resampling, run, metric)
  return isExtreme(sample, reach) ? extreme : within(bootstrapInterval(sample, level), reach)
}

/**
 * The ends of its range that a metric shows by reaching them on some of the rows drawn and never passing them: 0 and 1
 * of a share (accuracy, precision, F1…). An error that merely was below 1 so far has no such end.
 */
function reachOf(resampling: Resampling, run: string, metric: string): Reach {
  const name = drawnName(run, metric)
  const values = [resampling.observed, ...resampling.draws]
    .map((metrics) => metrics[name])
    .filter((value) => value !== undefined && Number.isFinite(value)) as number[] // filtered
  const isShare = values.every((value) => value >= 0 && value <= 1)
  return {
    low: isShare && values.includes(0) ? 0 : Number.NEGATIVE_INFINITY,
    high: isShare && values.includes(1) ? 1 : Number.POSITIVE_INFINITY,
  }
}

/** The part of an interval that the metric can reach. */
function within(interval: IntervalResult, { low, high }: Reach): IntervalResult {
  if ("none" in interval) return interval
  return { ...interval, low: Math.max(low, interval.low), high: Math.min(high, interval.high) }
}

/** Compares a metric of two runs that was recomputed on the same resampled rows for both. */
export function compareResampled(
  resampling: Resampling,
  runs: { readonly base: string; readonly variant: string },
  metric: string,
  level: number,
): Finding {
  const difference = (metrics: Readonly<Record<string, number>>): number | undefined => {
    const base = metrics[drawnName(runs.base, metric)]
    const variant = metrics[drawnName(runs.variant, metric)]
    return base === undefined || variant === undefined ? undefined : scoreDifference(base, variant)
  }
  const rows = resampling.rowCount
  const observed = difference(resampling.observed)
  const sample = bootstrapSample(resampling, difference)
  if ("none" in sample) {
    const identical = observed === 0 && resampling.draws.every((metrics) => difference(metrics) === 0)
    return { rows, difference: observed, interval: sample, identical }
  }
  const base = reachOf(resampling, runs.base, metric)
  const variant = reachOf(resampling, runs.variant, metric)
  const isExtremeOf = (run: string, reach: Reach): boolean => {
    const own = bootstrapSample(resampling, (metrics) => metrics[drawnName(run, metric)])
    return !("none" in own) && isExtreme(own, reach)
  }
  if (isExtremeOf(runs.base, base) || isExtremeOf(runs.variant, variant))
    return { rows, difference: sample.observed, interval: extreme, identical: false }
  const error = standardDeviation(sample.draws)
  const interval = bootstrapInterval(sample, level)
  const test = bootstrapTest(sample)
  return {
    rows,
    difference: sample.observed,
    interval: within(interval, { low: variant.low - base.high, high: variant.high - base.low }),
    test,
    identical: false,
    power: ({ alpha = 0.05, power = 0.8 }) => {
      const reach = normalQuantile(1 - alpha / 2) + normalQuantile(power)
      const detectable = reach * error
      if (sample.observed === 0) return { detectable, rowsInAll: null }
      // What p saw, where the draws are so uneven (a maximum's) that their standard error promises more than it.
      const seen = Math.min(Math.abs(sample.observed) / error, -normalQuantile(test.p / 2))
      return seen > 0 ? { detectable, rowsInAll: Math.ceil(rows * (reach / seen) ** 2) } : { detectable }
    },
  }
}
