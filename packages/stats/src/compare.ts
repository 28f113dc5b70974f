import { type AlignedRows, alignRows } from "./align-rows.ts"
import { type Arm, armsOf } from "./arms.ts"
import { checkSources, finishedKeys } from "./check-sources.ts"
import type { PlannedMetric, Settings } from "./compare-metric.ts"
import { drawnName } from "./compare-resampled.ts"
import type { ComparedRun, CompareOptions, Comparison, MetricRequest } from "./comparison.ts"
import { conclude } from "./conclude.ts"
import { metricDirection } from "./metric-direction.ts"
import { metricScores } from "./metric-scores.ts"
import { type Resampling, resampleRows } from "./resample-rows.ts"
import { type RowSource, sharedRowSource } from "./row-source.ts"
import { mean } from "./sample.ts"
import { compareSegments } from "./segments.ts"
import { invalid } from "./stats-error.ts"

/**
 * Compares runs on the rows they share; the first is the base. Runs of one arm are repeats: rows stay what is counted,
 * each with the mean of its repeats, since repeats of a row say nothing of other rows. Each metric is compared by the per-row column it is
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
    listed: options.listed ?? 200,
    label: options.label ?? ((arm) => arm),
  }
  const arms = armsOf(runs)
  const aligned = alignRows(arms)
  // A run that failed on every line logs nothing; it is compared by what the others log, with all its lines failed.
  const some = runs.filter(({ rows }) => rows.some(({ failed }) => !failed))
  const requests = requestedMetrics(some.length > 0 ? some : runs, options)
  const explained = new Set<string>()
  const found = new Map(
    requests.flatMap((request) => {
      const source = request.column === undefined ? sourceOf(some, request.name) : undefined
      return source ? [[request.name, source] as const] : []
    }),
  )
  const checked = await checkSources(arms, aligned, found, options)
  const sourced = requests.map((request): PlannedMetric => {
    const source = request.column === undefined ? checked.get(request.name) : { column: request.column }
    // On few rows several metrics may happen to equal one column's mean: it is the first one's, the others are recomputed where they can be.
    const isTaken = options.recompute !== undefined && source !== undefined && explained.has(source.column)
    if (source && !isTaken) explained.add(source.column)
    return source && !isTaken
      ? { request, scores: metricScores(aligned, source, request.better, settings.failed) }
      : { request }
  })
  const needed = sourced.some(({ scores }) => scores === undefined)
  const resampling = needed ? await recomputed(arms, aligned, options, settings) : undefined
  const planned = sourced.map((metric) => (metric.scores ? metric : { ...metric, resampling }))
  // Metrics that were asked for by name are one family; of those that an evaluation happens to log, the first leads.
  const leading =
    options.metrics === undefined || options.primary !== undefined ? { name: options.primary } : undefined
  const { metrics, correction, leads } = conclude(arms, aligned, planned, settings, leading)
  const { segments: segmentation } = options
  const primary = metrics.find(({ metric }) => metric === leads) ?? metrics[0]
  return {
    base: arms[0]!.name,
    runs: arms.map(({ name }) => name),
    ...(arms.length < runs.length && {
      repeats: Object.fromEntries(arms.map((arm) => [arm.name, arm.runs.map(({ name }) => name)])),
    }),
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
    correction,
    ...(segmentation && { segments: compareSegments(arms, aligned, planned, { segmentation, settings }) }),
    ...(primary && { primary: primary.metric }),
    verdict:
      primary?.variants.map(({ verdict }) => verdict).join(" ") ?? "The runs have no metric in common.",
  }
}

function requestedMetrics(
  runs: readonly ComparedRun[],
  { metrics, primary, better = {} }: CompareOptions,
): (PlannedMetric["request"] & Pick<MetricRequest, "column">)[] {
  const common = Object.keys(runs[0]!.metrics).filter((name) =>
    runs.every((run) => Object.hasOwn(run.metrics, name)),
  )
  const requests = metrics ?? common.map((name): MetricRequest => ({ name }))
  if (primary !== undefined && !requests.some(({ name }) => name === primary))
    throw invalid(
      `the runs have no metric ${primary} in common`,
      `they share: ${common.join(", ") || "none"}`,
    )
  return requests.map((request) => {
    const said = Object.hasOwn(better, request.name) ? better[request.name] : undefined
    return { ...request, better: request.better ?? said ?? metricDirection(request.name) }
  })
}

/** The column that reproduces a metric in every run given. */
function sourceOf(runs: readonly ComparedRun[], name: string): RowSource | undefined {
  const measured = runs.map(({ metrics, rows }) => {
    const done = rows.filter(({ failed }) => !failed)
    const names = new Set(done.flatMap(({ columns }) => Object.keys(columns)))
    const columns = Object.fromEntries(
      [...names].map((column) => [column, done.map((row) => row.columns[column])]),
    )
    return { metric: metrics[name], columns }
  })
  const logged = measured.filter((run) => run.metric !== undefined) as {
    metric: number
    columns: Record<string, unknown[]>
  }[] // filtered
  return logged.length === runs.length && runs.length > 0 ? sharedRowSource(logged, name) : undefined
}

/**
 * Recomputes all arms' metrics on the same resampled rows: those that every run finished. A row that is drawn brings its
 * repeats with it, and an arm's metric is the mean of its runs'.
 */
async function recomputed(
  arms: readonly Arm[],
  aligned: AlignedRows,
  options: CompareOptions,
  settings: Settings,
): Promise<Resampling | undefined> {
  const { recompute, budgetMs = 20_000, concurrency, signal } = options
  const keys = finishedKeys(arms, aligned)
  if (recompute === undefined || keys.length === 0) return undefined
  return resampleRows(
    keys.length,
    async (rows, ended) => {
      const drawn = rows.map((row) => keys[row]!)
      const perArm = arms.map(async ({ name, runs }) => {
        const repeats = await Promise.all(runs.map((run) => recompute(run.name, drawn, ended)))
        return Object.keys(repeats[0]!).map(
          (metric) => [drawnName(name, metric), mean(repeats.map((values) => values[metric]!))] as const,
        )
      })
      return Object.fromEntries((await Promise.all(perArm)).flat())
    },
    // So few rows get no interval, whatever is drawn.
    {
      resamples: keys.length < 4 ? Math.min(settings.resamples, 200) : settings.resamples,
      seed: settings.seed,
      budgetMs,
      concurrency,
      signal,
    },
  )
}
