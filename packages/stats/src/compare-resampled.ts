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
  return "none" in sample ? sample : bootstrapInterval(sample, level)
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
  return {
    rows,
    difference: sample.observed,
    interval: bootstrapInterval(sample, level),
    test: bootstrapTest(sample),
    identical: false,
    power: ({ alpha = 0.05, power = 0.8 }) => {
      const detectable = (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * error
      const ratio = detectable / Math.abs(sample.observed)
      return { detectable, rowsInAll: sample.observed === 0 ? null : Math.ceil(rows * ratio * ratio) }
    },
  }
}
