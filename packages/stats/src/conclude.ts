import type { AlignedRows } from "./align-rows.ts"
import type { Arm } from "./arms.ts"
import { findingOf, metricValue, notesOf, type PlannedMetric, type Settings } from "./compare-metric.ts"
import type { Finding } from "./compare-scores.ts"
import type { Comparison, MetricComparison, MetricValue, RowKey, VariantDifference } from "./comparison.ts"
import { holmAdjust } from "./holm.ts"
import { outcomeOf } from "./outcome.ts"
import { rowChanges } from "./row-changes.ts"
import { verdictSentence } from "./verdict.ts"

/**
 * Computes every metric, corrects the tests over their family, and puts each outcome into words. `leading` has a family of
 * its own: the metric of its name, else the first that can be tested; without it all are one family.
 */
export function conclude(
  arms: readonly Arm[],
  aligned: AlignedRows,
  planned: readonly PlannedMetric[],
  settings: Settings,
  leading: { readonly name?: string | undefined } | undefined,
): Pick<Comparison, "metrics" | "correction"> & { leads: string | undefined } {
  const findings = planned.map((metric) =>
    arms.slice(1).map((_, at) => findingOf(arms, metric, at + 1, settings)),
  )
  const isTested = (metric: PlannedMetric): boolean =>
    findings[planned.indexOf(metric)]!.some(({ test }) => test !== undefined)
  // By whether it can be tested, never by how the test came out: that would be looking often.
  const primary = leading && (leading.name ?? (planned.find(isTested) ?? planned[0])?.request.name)
  const families =
    primary === undefined
      ? [planned]
      : [
          planned.filter(({ request }) => request.name === primary),
          planned.filter(({ request }) => request.name !== primary),
        ]
  const corrected: Comparison["correction"]["families"][number][] = []
  const adjusted = new Map<Finding, { readonly p: number; readonly family: number }>()
  for (const family of families) {
    const tested = family.flatMap((metric) => findings[planned.indexOf(metric)]!).filter(({ test }) => test)
    const ps = holmAdjust(tested.map(({ test }) => test!.p))
    tested.forEach((finding, at) => {
      adjusted.set(finding, { p: ps[at]!, family: tested.length })
    })
    if (tested.length > 0)
      corrected.push({
        metrics: family.filter(isTested).map(({ request }) => request.name),
        tests: tested.length,
      })
  }
  const metrics = planned.map((metric, at): MetricComparison => {
    const { request, scores, resampling } = metric
    const values = arms.map((_, arm) => metricValue(arms, metric, arm, settings))
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
          repeats: Math.max(...arms.map(({ runs }) => runs.length)),
          settings,
        }),
      ),
    }
  })
  return { metrics, correction: { method: "Holm", families: corrected }, leads: primary }
}

interface Difference {
  readonly finding: Finding
  readonly adjusted: { readonly p: number; readonly family: number } | undefined
  readonly metric: PlannedMetric
  readonly values: readonly MetricValue[]
  readonly variant: number
  readonly aligned: AlignedRows
  /** Most runs of one arm. */
  readonly repeats: number
  readonly settings: Settings
}

function differenceOf({
  finding,
  adjusted,
  metric,
  values,
  variant,
  aligned,
  repeats,
  settings,
}: Difference): VariantDifference {
  const { name, better } = metric.request
  const base = values[0]!
  const other = values[variant]!
  const alpha = 1 - settings.level
  const family = adjusted?.family ?? 1
  const outcome = outcomeOf(finding, adjusted?.p, { alpha, family, better })
  // Rows and sizes are for the level that the first of the corrected tests is held to.
  const { detectable, rowsInAll } = finding.power?.({ alpha: alpha / family, power: settings.power }) ?? {}
  const rowsNeeded = outcome === "undecided" ? furtherRows(rowsInAll, finding.rows) : undefined
  const failed = [base.run, other.run].map((run) => ({
    run: settings.label(run),
    keys: aligned.failed[run]!,
  }))
  const scores = metric.scores?.scores
  const failedCount = metric.scores?.shares && settings.failed === "wrong" ? "wrong" : "left out"
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
    changes: scores && rowChanges(aligned.keys, [scores[0]!, scores[variant]!], better, settings.listed),
    detectable: detectable ?? undefined,
    rowsNeeded,
    verdict: verdictSentence({
      metric: name,
      base: settings.label(base.run),
      variant: settings.label(other.run),
      baseValue: base.value,
      variantValue: other.value,
      finding,
      outcome,
      p: adjusted?.p,
      alpha,
      family,
      rowsNeeded,
      repeats,
      failed: keysByFailure,
      failedCount,
    }),
  }
}

/** Rows beyond those there are; null beyond a million, where the number would only sound exact. */
function furtherRows(rowsInAll: number | null | undefined, rows: number): number | null | undefined {
  if (rowsInAll === null || rowsInAll === undefined) return rowsInAll
  const further = Math.max(1, rowsInAll - rows)
  return further > 1e6 ? null : further
}
