import type { AlignedRows } from "./align-rows.ts"
import type { Arm } from "./arms.ts"
import { findingOf, metricValue, type PlannedMetric, type Settings } from "./compare-metric.ts"
import type { MetricSegments, RowKey, Segment, Segmentation, Segments } from "./comparison.ts"
import { holmAdjust } from "./holm.ts"
import { outcomeOf } from "./outcome.ts"

/** Segments that are shown; the rows of all others are one more segment. */
const MOST_SEGMENTS = 20
const OTHERS = "(others)"
const NONE = "(none)"

/**
 * Each metric with row scores on the rows of each segment by itself. Tests are corrected over the segments and variants
 * of one metric: looking at every segment is looking often.
 */
export function compareSegments(
  arms: readonly Arm[],
  aligned: AlignedRows,
  planned: readonly PlannedMetric[],
  { segmentation, settings }: { segmentation: Segmentation; settings: Settings },
): Segments {
  const names = segmentNames(aligned.keys, segmentation)
  const named = aligned.keys.map((key) => segmentation.of(key) ?? NONE)
  const rowsOf = (name: string) =>
    named.flatMap((own, at) => (own === name || (name === OTHERS && !names.includes(own)) ? [at] : []))
  const parts = names.map((name) => ({ name, at: rowsOf(name) }))
  return {
    column: segmentation.column,
    metrics: planned
      .filter(({ scores }) => scores !== undefined)
      .map((metric) => segmentsOf(arms, metric, parts, settings)),
  }
}

function segmentsOf(
  arms: readonly Arm[],
  metric: PlannedMetric,
  parts: readonly { name: string; at: readonly number[] }[],
  settings: Settings,
): MetricSegments {
  const whole = metric.scores! // only metrics with scores come here
  const found = parts.map(({ name, at }) => {
    const scores = whole.scores.map((values) => at.map((row) => values[row]))
    const flat = scores.flat()
    const binary = whole.shares && flat.every((s) => s === undefined || s === 0 || s === 1)
    const part: PlannedMetric = { ...metric, scores: { ...whole, binary, scores } }
    const findings = arms.slice(1).map((_, variant) => findingOf(arms, part, variant + 1, settings))
    return { name, rows: at.length, part, findings }
  })
  const tested = found.flatMap(({ findings }) => findings.filter(({ test }) => test))
  const ps = holmAdjust(tested.map(({ test }) => test!.p))
  const alpha = 1 - settings.level
  const { better, name } = metric.request
  return {
    metric: name,
    tests: tested.length,
    segments: found.map(
      ({ name: segment, rows, part, findings }): Segment => ({
        segment,
        rows,
        values: arms.map((_, arm) => metricValue(arms, part, arm, settings)),
        variants: findings.map((finding, variant) => {
          const at = tested.indexOf(finding)
          const pAdjusted = at < 0 ? undefined : ps[at]
          return {
            run: arms[variant + 1]!.name,
            difference: finding.difference,
            interval: finding.interval,
            test: finding.test,
            pAdjusted,
            outcome: outcomeOf(finding, pAdjusted, { alpha, family: tested.length, better }),
            rows: finding.rows,
          }
        }),
      }),
    ),
  }
}

/** By number of rows, largest first; of equal size by name. */
function segmentNames(keys: readonly RowKey[], { of }: Segmentation): string[] {
  const counts = new Map<string, number>()
  for (const key of keys) {
    const name = of(key) ?? NONE
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name)
  return names.length <= MOST_SEGMENTS ? names : [...names.slice(0, MOST_SEGMENTS - 1), OTHERS]
}
