import type { RunComparison } from "@internal/sdk"
import { count, figure } from "../terminal/amount.ts"
import { type Column, table } from "../terminal/table.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { wrap } from "../terminal/text.ts"

type Metric = RunComparison["comparison"]["metrics"][number]
type IntervalResult = Metric["values"][number]["interval"]

/** Metrics side by side with intervals, tokens and time, and the verdict as a sentence. */
export function comparisonText(result: RunComparison, terminal: Terminal): string {
  const { comparison, cost } = result
  const { runs, base } = comparison
  const others = runs.filter((run) => run !== base)
  const single = others.length === 1
  const label = labels(result)
  const columns: Column[] = [
    { title: "" },
    ...[base, ...others].map((run) => ({ title: label(run) })),
    ...others.map((run) => ({ title: single ? "difference" : `${label(run)} − ${label(base)}` })),
  ]
  const rows = comparison.metrics.map((m) => metricRow(m, [base, ...others], others))
  const costOf = (run: string) => cost.find((c) => c.run === run)
  const perLine = (name: string, key: "tokensPerLine" | "secondsPerLine") => {
    const values = [base, ...others].map((run) => costOf(run)?.[key])
    if (values.every((v) => v === undefined || v === 0)) return []
    const first = values[0]
    const change = values.slice(1).map((v) => (v === undefined || !first ? "" : percent(v / first - 1)))
    return [
      [
        name,
        ...values.map((v) => (v === undefined ? "" : figure(key === "tokensPerLine" ? Math.round(v) : v))),
        ...change,
      ],
    ]
  }
  rows.push(
    ...perLine("tokens per line", "tokensPerLine"),
    ...perLine("seconds per line (p50)", "secondsPerLine"),
  )
  const width = terminal.outIsTerminal ? terminal.width : 0
  const [titles = "", ...lines] = table(columns, rows, width)
  const textWidth = Math.min(100, terminal.width)
  const notes = [...new Set(comparison.metrics.flatMap((m) => m.notes.map((note) => `${m.metric}: ${note}`)))]
  return [
    terminal.onOut.faint(titles),
    ...lines,
    "",
    ...wrap(labelled(comparison.verdict, runs, label), textWidth).map(terminal.onOut.strong),
    ...rowsNote(result, textWidth),
    ...notes.flatMap((note) => wrap(note, textWidth)).map(terminal.onOut.faint),
    "",
  ].join("\n")
}

/** Runs of one flow that differ in their variant are called by it; all others by their names. */
function labels({ runs }: RunComparison): (run: string) => string {
  const variants = new Map(
    runs.map((run) => [run.name, /\.([^.}]+)\}["']?$/.exec(String(run.properties.node_variant ?? ""))?.[1]]),
  )
  const known = new Set(variants.values())
  const isClear =
    !known.has(undefined) && known.size === runs.length && new Set(runs.map((r) => r.flowName)).size === 1
  return (run) => (isClear ? (variants.get(run) ?? run) : run)
}

function labelled(text: string, runs: readonly string[], label: (run: string) => string): string {
  return runs.reduce((sentence, run) => sentence.replaceAll(run, label(run)), text)
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

/** `[0.21, 0.68]`: an interval of a single value need not be symmetric, so both ends are shown. */
function spread(interval: IntervalResult): string {
  return "low" in interval ? `  [${figure(interval.low)}, ${figure(interval.high)}]` : ""
}
function range(interval: IntervalResult): string {
  return "low" in interval ? `  [${signed(interval.low)}, ${signed(interval.high)}]` : ""
}
function signed(n: number): string {
  return n > 0 ? `+${figure(n)}` : figure(n)
}
function percent(part: number): string {
  const rounded = Math.round(part * 100)
  return `${rounded > 0 ? "+" : rounded < 0 ? "−" : ""}${Math.abs(rounded)} %`
}

/** Which rows were compared, and which were not there or failed. */
function rowsNote({ comparison }: RunComparison, width: number): string[] {
  const { shared, failed, unshared } = comparison.rows
  const parts = [`${count(shared)} shared rows`]
  for (const [run, keys] of Object.entries(failed))
    if (keys.length > 0) parts.push(`${run} failed on ${listed(keys)}`)
  for (const [run, keys] of Object.entries(unshared))
    if (keys.length > 0) parts.push(`only ${run} has ${listed(keys)}`)
  return wrap(`${parts.join("; ")}; intervals at ${Math.round(comparison.level * 100)} %.`, width)
}

const LISTED = 8
function listed(keys: readonly (string | number)[]): string {
  const more = keys.length > LISTED ? ` and ${keys.length - LISTED} more` : ""
  return `row${keys.length === 1 ? "" : "s"} ${keys.slice(0, LISTED).join(", ")}${more}`
}
