import type { RunComparison } from "@internal/sdk"
import { dollars, figure, many } from "../terminal/amount.ts"
import { type Column, table } from "../terminal/table.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { wrap } from "../terminal/text.ts"
import { percent, range, signed, spread } from "./comparison-figures.ts"
import { changeLines, segmentLines } from "./comparison-rows.ts"

const SHOWN = {
  tokensPerLine: (n: number) => figure(Math.round(n)),
  secondsPerLine: figure,
  costPerLine: (n: number) => dollars(n * 1000),
} as const

type Metric = RunComparison["comparison"]["metrics"][number]

/** Metrics side by side with intervals, tokens and time, and the verdict as a sentence. */
export function comparisonText(result: RunComparison, terminal: Terminal): string {
  const { comparison, cost } = result
  const { runs, base } = comparison
  const others = runs.filter((run) => run !== base)
  const single = others.length === 1
  const label = (arm: string) => result.labels[arm] ?? arm
  const columns: Column[] = [
    { title: "" },
    ...[base, ...others].map((run) => ({ title: label(run) })),
    ...others.map((run) => ({ title: single ? "difference" : `${label(run)} − ${label(base)}` })),
  ]
  const rows = comparison.metrics.map((m) => metricRow(m, [base, ...others], others))
  const costOf = (run: string) => cost.find((c) => c.run === run)
  const perLine = (name: string, key: "tokensPerLine" | "secondsPerLine" | "costPerLine") => {
    const values = [base, ...others].map((run) => costOf(run)?.[key])
    if (values.every((v) => v === undefined || v === null || v === 0)) return []
    const first = values[0]
    const change = values
      .slice(1)
      .map((v) => (v === undefined || v === null || !first ? "" : percent(v / first - 1)))
    return [
      [name, ...values.map((v) => (v === undefined || v === null ? "unknown" : SHOWN[key](v))), ...change],
    ]
  }
  rows.push(
    ...perLine("tokens per line", "tokensPerLine"),
    ...perLine("seconds per line (p50)", "secondsPerLine"),
    ...perLine("cost of 1,000 lines", "costPerLine"),
  )
  const width = terminal.outIsTerminal ? terminal.width : 0
  const [titles = "", ...lines] = table(columns, rows, width)
  const textWidth = Math.min(100, terminal.width)
  // The first is about the rows, which are told with those that failed or are not shared.
  const [, ...notes] = result.notes.filter((note) => !result.warnings.includes(note))
  return [
    terminal.onOut.faint(titles),
    ...lines,
    "",
    ...wrap(result.verdict, textWidth).map(terminal.onOut.strong),
    ...result.warnings.flatMap((warning) => wrap(warning, textWidth)).map(terminal.onOut.warn),
    ...rowsNote(result, textWidth),
    ...[...notes, ...metricNotes(comparison)]
      .flatMap((note) => wrap(note, textWidth))
      .map(terminal.onOut.faint),
    ...segmentLines(result, terminal),
    ...changeLines(result, terminal),
    "",
  ].join("\n")
}

function metricRow(m: Metric, runs: readonly string[], others: readonly string[]): string[] {
  const valueText = (run: string) => {
    const v = m.values.find((x) => x.run === run)
    const value = v?.value ?? v?.logged
    return value === undefined ? "" : `${figure(value)}${v ? spread(v.interval) : ""}`
  }
  const differenceText = (run: string) => {
    const d = m.variants.find((x) => x.run === run)
    return d?.difference === undefined ? "" : `${signed(d.difference)}${range(d.interval)}`
  }
  return [m.metric, ...runs.map(valueText), ...others.map(differenceText)]
}

/** What each metric's reader has to know; what is the same for several is said once. */
function metricNotes({ metrics }: RunComparison["comparison"]): string[] {
  const metricsOf = new Map<string, string[]>()
  for (const { metric, notes } of metrics)
    for (const note of notes) metricsOf.set(note, [...(metricsOf.get(note) ?? []), metric])
  return [...metricsOf].map(([note, names]) => {
    const all = names.length === metrics.length && names.length > 1
    return `${all ? "all metrics" : names.length > 3 ? `${names.length} metrics` : names.join(", ")}: ${note}`
  })
}

/** Which rows were compared, and which were not there or failed. */
function rowsNote({ comparison, labels }: RunComparison, width: number): string[] {
  const { shared, failed, unshared } = comparison.rows
  const parts = [many(shared, "shared row")]
  for (const [run, keys] of Object.entries(failed))
    if (keys.length > 0) parts.push(`${labels[run] ?? run} failed on ${listed(keys)}`)
  for (const [run, keys] of Object.entries(unshared))
    if (keys.length > 0) parts.push(`only ${labels[run] ?? run} has ${listed(keys)}`)
  return wrap(`${parts.join("; ")}; intervals at ${Math.round(comparison.level * 100)} %.`, width)
}

const LISTED = 8
function listed(keys: readonly (string | number)[]): string {
  const more = keys.length > LISTED ? ` and ${keys.length - LISTED} more` : ""
  return `row${keys.length === 1 ? "" : "s"} ${keys.slice(0, LISTED).join(", ")}${more}`
}
