import type { AlignedRows } from "./align-rows.ts"
import type { Arm } from "./arms.ts"
import { compareResampled, drawnName, resampledInterval } from "./compare-resampled.ts"
import { compareBinary, compareContinuous, type Finding } from "./compare-scores.ts"
import type { MetricRequest, MetricValue } from "./comparison.ts"
import type { IntervalResult } from "./interval.ts"
import { meanInterval } from "./mean-interval.ts"
import type { MetricScores } from "./metric-scores.ts"
import { exactProportionInterval } from "./proportion-interval.ts"
import { createRandom } from "./random.ts"
import type { Resampling } from "./resample-rows.ts"
import { mean } from "./sample.ts"

export interface Settings {
  readonly level: number
  readonly seed: number
  readonly resamples: number
  readonly failed: "wrong" | "exclude"
  readonly power: number
  readonly listed: number
  /** What verdicts call an arm. */
  readonly label: (arm: string) => string
}

/** A metric with what it is compared by, found before anything is computed. */
export interface PlannedMetric {
  readonly request: Required<Pick<MetricRequest, "name" | "better">>
  readonly scores?: MetricScores
  readonly resampling?: Resampling
}

/** What the rows say about one variant against the base. */
export function findingOf(
  arms: readonly Arm[],
  { request, scores, resampling }: PlannedMetric,
  variant: number,
  settings: Settings,
): Finding {
  const { name, better } = request
  const run = arms[variant]!.name
  if (scores) {
    const pairs = scores.scores[0]!.map((base, at) => [base, scores.scores[variant]![at]] as const)
    const both = pairs.filter(
      (pair): pair is readonly [number, number] => pair[0] !== undefined && pair[1] !== undefined,
    )
    const base = both.map(([score]) => score)
    const other = both.map(([, score]) => score)
    if (scores.binary) return compareBinary(base, other, better, settings.level)
    return compareContinuous(base, other, {
      ...settings,
      random: createRandom(settings.seed, "difference", name, run),
    })
  }
  if (resampling)
    return compareResampled(resampling, { base: arms[0]!.name, variant: run }, name, settings.level)
  const [before, after] = [arms[0]!.metrics[name], arms[variant]!.metrics[name]]
  const difference = before === undefined || after === undefined ? undefined : after - before
  return { rows: 0, difference, interval: noSource, identical: false }
}

const noSource: IntervalResult = {
  none: "no per-line scores reproduce this metric, and nothing recomputes it",
}

/** One run's metric with its interval. */
export function metricValue(
  arms: readonly Arm[],
  { request, scores, resampling }: PlannedMetric,
  arm: number,
  settings: Settings,
): MetricValue {
  const { name, metrics } = arms[arm]!
  const logged = metrics[request.name]
  const common = { run: name, ...(logged !== undefined && { logged }) }
  if (scores) {
    const present = scores.scores[arm]!.filter((score) => score !== undefined)
    if (present.length === 0) return { ...common, interval: { none: "no line has a score" }, rows: 0 }
    const random = createRandom(settings.seed, "value", request.name, name)
    const successes = present.filter((score) => score === 1).length
    const interval = scores.binary
      ? exactProportionInterval(successes, present.length, settings.level)
      : meanInterval(present, { ...settings, random })
    return { ...common, value: mean(present), interval, rows: present.length }
  }
  if (resampling) {
    const value = resampling.observed[drawnName(name, request.name)] ?? logged
    const interval = resampledInterval(resampling, name, request.name, settings.level)
    return { ...common, value, interval, rows: resampling.rowCount }
  }
  return { ...common, value: logged, interval: noSource, rows: 0 }
}

/** What a reader has to know about how the metric was compared. */
export function notesOf(
  { scores, resampling }: PlannedMetric,
  aligned: AlignedRows,
  settings: Settings,
): string[] {
  const notes: string[] = []
  if (scores?.source.roundedTo !== undefined)
    notes.push(
      `the metric is the mean of ${scores.source.column} after rounding to ${scores.source.roundedTo} decimals; that is assumed to be how it was made`,
    )
  const anyFailed = Object.values(aligned.failed).some((keys) => keys.length > 0)
  if (anyFailed && !(scores?.shares && settings.failed === "wrong"))
    notes.push("failed lines are left out of this metric")
  const blank = scores?.scores.some((values, arm) =>
    values.some((value, at) => value === undefined && aligned.rows[arm]![at]!.some(({ failed }) => !failed)),
  )
  if (blank) notes.push(`lines without a number in ${scores!.source.column} are left out`)
  if (resampling && resampling.draws.length < resampling.requested) {
    const failure = resampling.firstFailure
      ? `; ${resampling.failures} failed, the first with: ${resampling.firstFailure}`
      : ""
    notes.push(`${resampling.draws.length} of ${resampling.requested} resamples were done${failure}`)
  }
  return notes
}
