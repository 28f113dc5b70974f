import { type AlignedRows, alignRows } from "./align-rows.ts"
import { compareResampled, drawnName, resampledInterval } from "./compare-resampled.ts"
import { compareBinary, compareContinuous, type Finding } from "./compare-scores.ts"
import type {
  ComparedRun,
  CompareOptions,
  Comparison,
  MetricComparison,
  MetricRequest,
  MetricValue,
  Outcome,
  RowKey,
  VariantDifference,
} from "./comparison.ts"
import { holmAdjust } from "./holm.ts"
import type { IntervalResult } from "./interval.ts"
import { meanInterval } from "./mean-interval.ts"
import { metricDirection } from "./metric-direction.ts"
import { type MetricScores, metricScores } from "./metric-scores.ts"
import { exactProportionInterval } from "./proportion-interval.ts"
import { createRandom } from "./random.ts"
import { type Resampling, resampleRows } from "./resample-rows.ts"
import { type RowSource, sharedRowSource } from "./row-source.ts"
import { mean } from "./sample.ts"
import { invalid } from "./stats-error.ts"
import { verdictSentence } from "./verdict.ts"

interface Settings {
  readonly level: number
  readonly seed: number
  readonly resamples: number
  readonly failed: "wrong" | "exclude"
  readonly power: number
}

/** A metric with what it is compared by, found before anything is computed. */
interface Planned {
  readonly request: Required<Pick<MetricRequest, "name" | "better">>
  readonly scores?: MetricScores
  readonly resampling?: Resampling
}

/**
 * Compares runs on the rows they share; the first is the base. Each metric is compared by the per-row column it is
 * the mean of (or that the request names), else by recomputing it on resampled rows, else not at all, and says so.
 * The same input and seed give the same figures, unless the time budget ends the resampling early.
 */
export async function compare(
  runs: readonly ComparedRun[],
  options: CompareOptions = {},
): Promise<Comparison> {
  const settings: Settings = {
    level: options.level ?? 0.95,
    seed: options.seed ?? 1,
    resamples: options.resamples ?? 2000,
    failed: options.failed ?? "wrong",
    power: options.power ?? 0.8,
  }
  const aligned = alignRows(runs)
  const requests = requestedMetrics(runs, options)
  const sourced = requests.map((request): Planned => {
    const source = sourceOf(runs, request)
    return source
      ? { request, scores: metricScores(aligned, source, request.better, settings.failed) }
      : { request }
  })
  const needed = sourced.some(({ scores }) => scores === undefined)
  const resampling = needed ? await recomputed(runs, aligned, options, settings) : undefined
  const planned = sourced.map((metric) => (metric.scores ? metric : { ...metric, resampling }))
  const metrics = conclude(runs, aligned, planned, settings, options.primary)
  const primary = metrics.find(({ metric }) => metric === options.primary) ?? metrics[0]
  return {
    base: runs[0]!.name,
    runs: runs.map(({ name }) => name),
    level: settings.level,
    seed: settings.seed,
    failedRows: settings.failed,
    rows: { shared: aligned.keys.length, unshared: aligned.unshared, failed: aligned.failed },
    ...(resampling && {
      resamples: {
        done: resampling.draws.length,
        requested: resampling.requested,
        stopped: resampling.stopped,
      },
    }),
    metrics,
    verdict:
      primary?.variants.map(({ verdict }) => verdict).join(" ") ?? "The runs have no metric in common.",
  }
}

function requestedMetrics(
  runs: readonly ComparedRun[],
  { metrics, primary }: CompareOptions,
): Planned["request"][] {
  const common = Object.keys(runs[0]!.metrics).filter((name) =>
    runs.every((run) => Object.hasOwn(run.metrics, name)),
  )
  const requests = metrics ?? common.map((name): MetricRequest => ({ name }))
  if (primary !== undefined && !requests.some(({ name }) => name === primary))
    throw invalid(
      `the runs have no metric ${primary} in common`,
      `they share: ${common.join(", ") || "none"}`,
    )
  return requests.map((request) => ({ ...request, better: request.better ?? metricDirection(request.name) }))
}

function sourceOf(runs: readonly ComparedRun[], request: MetricRequest): RowSource | undefined {
  if (request.column !== undefined) return { column: request.column }
  const measured = runs.map(({ metrics, rows }) => {
    const done = rows.filter(({ failed }) => !failed)
    const names = new Set(done.flatMap(({ columns }) => Object.keys(columns)))
    const columns = Object.fromEntries([...names].map((name) => [name, done.map((row) => row.columns[name])]))
    return { metric: metrics[request.name], columns }
  })
  const logged = measured.filter((run) => run.metric !== undefined) as {
    metric: number
    columns: Record<string, unknown[]>
  }[] // filtered
  return logged.length === runs.length ? sharedRowSource(logged, request.name) : undefined
}

/** Recomputes all runs' metrics on the same resampled rows: those that every run finished. */
async function recomputed(
  runs: readonly ComparedRun[],
  aligned: AlignedRows,
  options: CompareOptions,
  settings: Settings,
): Promise<Resampling | undefined> {
  const { recompute, budgetMs = 20_000, concurrency, signal } = options
  const keys = aligned.keys.filter((_, at) => aligned.rows.every((rows) => !rows[at]!.failed))
  if (recompute === undefined || keys.length === 0) return undefined
  return resampleRows(
    keys.length,
    async (rows, ended) => {
      const drawn = rows.map((row) => keys[row]!)
      const perRun = await Promise.all(
        runs.map(async ({ name }) =>
          Object.entries(await recompute(name, drawn, ended)).map(
            ([metric, value]) => [drawnName(name, metric), value] as const,
          ),
        ),
      )
      return Object.fromEntries(perRun.flat())
    },
    { resamples: settings.resamples, seed: settings.seed, budgetMs, concurrency, signal },
  )
}

function conclude(
  runs: readonly ComparedRun[],
  aligned: AlignedRows,
  planned: readonly Planned[],
  settings: Settings,
  primary: string | undefined,
): MetricComparison[] {
  const findings = planned.map((metric) =>
    runs.slice(1).map((_, at) => findingOf(runs, metric, at + 1, settings)),
  )
  const families =
    primary === undefined
      ? [planned]
      : [
          planned.filter(({ request }) => request.name === primary),
          planned.filter(({ request }) => request.name !== primary),
        ]
  const adjusted = new Map<Finding, { readonly p: number; readonly family: number }>()
  for (const family of families) {
    const tested = family.flatMap((metric) => findings[planned.indexOf(metric)]!).filter(({ test }) => test)
    const ps = holmAdjust(tested.map(({ test }) => test!.p))
    tested.forEach((finding, at) => adjusted.set(finding, { p: ps[at]!, family: tested.length }))
  }
  return planned.map((metric, at): MetricComparison => {
    const { request, scores, resampling } = metric
    const values = runs.map((_, run) => valueOf(runs, metric, run, settings))
    const kind = scores ? (scores.binary ? "binary" : "continuous") : resampling ? "resampled" : "none"
    return {
      metric: request.name,
      kind,
      better: request.better,
      source: scores?.source,
      notes: notesOf(metric, aligned, settings),
      values,
      variants: findings[at]!.map((finding, variant) =>
        differenceOf({
          finding,
          adjusted: adjusted.get(finding),
          metric,
          values,
          variant: variant + 1,
          aligned,
          settings,
        }),
      ),
    }
  })
}

function findingOf(
  runs: readonly ComparedRun[],
  { request, scores, resampling }: Planned,
  variant: number,
  settings: Settings,
): Finding {
  const { name, better } = request
  const run = runs[variant]!.name
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
    return compareResampled(resampling, { base: runs[0]!.name, variant: run }, name, settings.level)
  const [before, after] = [runs[0]!.metrics[name], runs[variant]!.metrics[name]]
  const difference = before === undefined || after === undefined ? undefined : after - before
  return { rows: 0, difference, interval: noSource, identical: false }
}

const noSource: IntervalResult = {
  none: "no per-line scores reproduce this metric, and nothing recomputes it",
}

function valueOf(
  runs: readonly ComparedRun[],
  { request, scores, resampling }: Planned,
  run: number,
  settings: Settings,
): MetricValue {
  const { name, metrics } = runs[run]!
  const logged = metrics[request.name]
  const common = { run: name, ...(logged !== undefined && { logged }) }
  if (scores) {
    const present = scores.scores[run]!.filter((score) => score !== undefined)
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

function notesOf({ scores, resampling }: Planned, aligned: AlignedRows, settings: Settings): string[] {
  const notes: string[] = []
  if (scores?.source.roundedTo !== undefined)
    notes.push(
      `the metric is the mean of ${scores.source.column} after rounding to ${scores.source.roundedTo} decimals; that is assumed to be how it was made`,
    )
  const anyFailed = Object.values(aligned.failed).some((keys) => keys.length > 0)
  if (anyFailed && !(scores?.binary && settings.failed === "wrong"))
    notes.push("failed lines are left out of this metric")
  const blank = scores?.scores.some((values, run) =>
    values.some((value, at) => value === undefined && !aligned.rows[run]![at]!.failed),
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

interface Difference {
  readonly finding: Finding
  readonly adjusted: { readonly p: number; readonly family: number } | undefined
  readonly metric: Planned
  readonly values: readonly MetricValue[]
  readonly variant: number
  readonly aligned: AlignedRows
  readonly settings: Settings
}

function differenceOf({
  finding,
  adjusted,
  metric,
  values,
  variant,
  aligned,
  settings,
}: Difference): VariantDifference {
  const { name, better } = metric.request
  const base = values[0]!
  const other = values[variant]!
  const alpha = 1 - settings.level
  const family = adjusted?.family ?? 1
  const outcome = outcomeOf(finding, adjusted?.p, alpha, better)
  // Rows and sizes are for the level that the first of the corrected tests is held to.
  const { detectable, rowsInAll } = finding.power?.({ alpha: alpha / family, power: settings.power }) ?? {}
  const further = typeof rowsInAll === "number" ? Math.max(1, rowsInAll - finding.rows) : rowsInAll
  const rowsNeeded =
    outcome === "undecided"
      ? further !== undefined && further !== null && further > 1e6
        ? null
        : further
      : undefined
  const failed = [base.run, other.run].map((run) => ({ run, keys: aligned.failed[run]! }))
  const failedCount = metric.scores?.binary && settings.failed === "wrong" ? "wrong" : "left out"
  const keysByFailure: readonly { run: string; keys: readonly RowKey[] }[] = finding.rows > 0 ? failed : []
  return {
    run: other.run,
    difference: finding.difference,
    interval: finding.interval,
    test: finding.test,
    pAdjusted: adjusted?.p,
    outcome,
    rows: finding.rows,
    counts: finding.counts,
    detectable: detectable ?? undefined,
    rowsNeeded,
    verdict: verdictSentence({
      metric: name,
      base: base.run,
      variant: other.run,
      baseValue: base.value,
      variantValue: other.value,
      finding,
      outcome,
      p: adjusted?.p,
      family,
      rowsNeeded,
      failed: keysByFailure,
      failedCount,
    }),
  }
}

function outcomeOf(
  finding: Finding,
  p: number | undefined,
  alpha: number,
  better: "higher" | "lower",
): Outcome {
  if (finding.identical) return "same"
  if (p === undefined || p >= alpha || !finding.difference) return "undecided"
  return finding.difference > 0 === (better === "higher") ? "better" : "worse"
}
