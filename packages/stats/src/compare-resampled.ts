import type { Finding } from "./compare-scores.ts"
import type { IntervalResult } from "./interval.ts"
import { normalQuantile } from "./normal.ts"
import type { Resampling } from "./resample-rows.ts"
import { bootstrapInterval, bootstrapSample, bootstrapTest } from "./row-bootstrap.ts"
import { standardDeviation } from "./sample.ts"

/** A run's metric in one resample is kept under this name. */
export function drawnName(run: string, metric: string): string {
  return `${run}\u0000${metric}`
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
  const interval = bootstrapInterval(sample, level)
  return isShare(resampling, run, metric) ? within(interval, 0, 1) : interval
}

/** Whether a metric looks like a share (accuracy, precision, F1…): never below 0 nor above 1, whatever rows were drawn. */
function isShare(resampling: Resampling, run: string, metric: string): boolean {
  const name = drawnName(run, metric)
  return [resampling.observed, ...resampling.draws].every((metrics) => {
    const value = metrics[name]
    return value === undefined || (value >= 0 && value <= 1)
  })
}

/** The part of an interval that the metric can reach. */
function within(interval: IntervalResult, low: number, high: number): IntervalResult {
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
    return base === undefined || variant === undefined ? undefined : variant - base
  }
  const rows = resampling.rowCount
  const observed = difference(resampling.observed)
  const sample = bootstrapSample(resampling, difference)
  if ("none" in sample) {
    const identical = observed === 0 && resampling.draws.every((metrics) => difference(metrics) === 0)
    return { rows, difference: observed, interval: sample, identical }
  }
  const error = standardDeviation(sample.draws)
  const shares = [runs.base, runs.variant].every((run) => isShare(resampling, run, metric))
  const interval = bootstrapInterval(sample, level)
  return {
    rows,
    difference: sample.observed,
    interval: shares ? within(interval, -1, 1) : interval,
    test: bootstrapTest(sample),
    identical: false,
    power: ({ alpha = 0.05, power = 0.8 }) => {
      const detectable = (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * error
      const ratio = detectable / Math.abs(sample.observed)
      return { detectable, rowsInAll: sample.observed === 0 ? null : Math.ceil(rows * ratio * ratio) }
    },
  }
}
