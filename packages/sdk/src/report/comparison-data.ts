import type { IntervalResult, MetricComparison } from "@internal/stats"
import { isInterval } from "@internal/stats"
import type { Value } from "@internal/value"
import type { ChangedRow, RunComparison } from "../api/runs.ts"
import { type ShownValue, shownDict, shownValue } from "./shown-value.ts"

/** A number with its interval; `none` says why there is none. */
export interface ShownAmount {
  value: number | null
  low: number | null
  high: number | null
  none: string
}

/** What the page of a comparison is made of; values of rows are text, so that no exact value is lost in the browser. */
export interface ComparisonData {
  madeAt: string
  base: string
  level: number
  arms: { label: string; runs: string[]; flow: string; cost: RunComparison["cost"][number] }[]
  verdict: string
  notes: string[]
  metrics: ShownMetric[]
  segments: ShownSegments | null
  changed: ShownChanges[]
}
export interface ShownMetric {
  metric: string
  better: string
  notes: string[]
  values: ({ label: string } & ShownAmount)[]
  differences: ShownDifference[]
}
export interface ShownDifference extends ShownAmount {
  label: string
  /** Corrected. */
  p: number | null
  test: string
  outcome: string
  verdict: string
}
export interface ShownSegments {
  column: string
  metrics: { metric: string; tests: number; segments: ShownSegment[] }[]
}
export interface ShownSegment {
  segment: string
  rows: number
  values: ({ label: string } & ShownAmount)[]
  differences: (Omit<ShownDifference, "verdict"> & { verdict?: string })[]
}
export interface ShownChanges {
  metric: string
  label: string
  improved: number
  worsened: number
  rows: {
    line: number
    direction: string
    before: number
    after: number
    inputs: [string, ShownValue][]
    base: ShownValue[]
    other: ShownValue[]
  }[]
}

export function comparisonData(result: RunComparison): ComparisonData {
  const { comparison, labels, notes, runs, cost, changed } = result
  const label = (arm: string) => labels[arm] ?? arm
  const values = (list: MetricComparison["values"]) =>
    list.map(({ run, value, logged, interval }) => ({
      label: label(run),
      ...amount(value ?? logged, interval),
    }))
  const difference = (
    one: Omit<MetricComparison["variants"][number], "verdict" | "counts" | "changes">,
  ): Omit<ShownDifference, "verdict"> => ({
    label: label(one.run),
    ...amount(one.difference, one.interval),
    p: one.pAdjusted ?? null,
    test: one.test?.name ?? "",
    outcome: one.outcome,
  })
  return {
    madeAt: new Date().toISOString(),
    base: label(comparison.base),
    level: comparison.level,
    arms: comparison.runs.map((arm) => {
      const own = comparison.repeats?.[arm] ?? [arm]
      const flow = runs.find((run) => own.includes(run.name))?.flowName ?? ""
      const spent = cost.find(({ run }) => run === arm) as RunComparison["cost"][number] // one for each arm
      return { label: label(arm), runs: [...own], flow, cost: spent }
    }),
    verdict: result.verdict,
    notes,
    metrics: comparison.metrics.map(({ metric, better, notes, values: list, variants }) => ({
      metric,
      better,
      notes: [...notes],
      values: values(list),
      differences: variants.map((one) => ({
        ...difference(one),
        verdict: one.verdict,
      })),
    })),
    segments: comparison.segments
      ? {
          column: comparison.segments.column,
          metrics: comparison.segments.metrics.map(({ metric, tests, segments }) => ({
            metric,
            tests,
            segments: segments.map(({ segment, rows, values: list, variants }) => ({
              segment,
              rows,
              values: values(list),
              differences: variants.map(difference),
            })),
          })),
        }
      : null,
    changed: changed.map(({ metric, run, improved, worsened, rows }) => ({
      metric,
      label: label(run),
      improved,
      worsened,
      rows: rows.map(shownRow),
    })),
  }
}

function amount(value: number | undefined, interval: IntervalResult): ShownAmount {
  const finite = value !== undefined && Number.isFinite(value) ? value : null
  return isInterval(interval)
    ? { value: finite, low: interval.low, high: interval.high, none: "" }
    : { value: finite, low: null, high: null, none: interval.none }
}

function shownRow({ inputs, base, other, ...row }: ChangedRow): ShownChanges["rows"][number] {
  const answer = (value: Value | null): ShownValue => {
    if (value === null) return "(failed)"
    const [only, ...more] = value instanceof Map ? value.values() : []
    return only !== undefined && more.length === 0 ? shownValue(only) : shownValue(value)
  }
  return {
    ...row,
    inputs: inputs instanceof Map ? shownDict(inputs) : [],
    base: base.map(answer),
    other: other.map(answer),
  }
}
