import { existsSync } from "node:fs"
import { join } from "node:path"
import type { ErrorRecord, LineState, NodeState } from "@internal/schema"
import type { LineRecord, RunRecord, Store } from "@internal/store"
import type { Dict, Json } from "@internal/value"
import type { Context } from "../context.ts"
import { runInfo } from "../runs/run-info.ts"
import { type ReportGraph, reportGraph } from "./report-graph.ts"
import { type ShownValue, shownDict, shownValue } from "./shown-value.ts"

/** What the page is made of; everything in it is text or a number, so that no exact value is lost in the browser. */
export interface ReportData {
  madeAt: string
  runs: ReportRun[]
}
export interface ReportRun {
  name: string
  displayName: string
  status: string
  flow: string
  variant: string | null
  /** Name of the run that this one evaluates. */
  evaluates: string | null
  createdOn: string
  /** Milliseconds; null while the run goes on. */
  duration: number | null
  tokens: number
  counts: { total: number; done: number; failed: number; crashed: number; cancelled: number }
  metrics: [name: string, value: ShownValue][]
  /** Why it ended before its time. */
  error: string | null
  graph: ReportGraph
  lines: ReportLine[]
  /** Lines whose trace is not in the page, since it would be too large. */
  untraced: number
  /** Lines that are not in the page at all. */
  left: number
  /** The aggregation stage, if there was one. */
  aggregation: ReportNode[]
}
export interface ReportLine {
  line: number
  status: string
  duration: number
  tokens: number
  inputs: [name: string, value: ShownValue][]
  outputs: [name: string, value: ShownValue][]
  error: ShownError | null
  nodes?: ReportNode[]
}
export interface ReportNode {
  name: string
  status: string
  /** Milliseconds after the line's start, and how long it took; null where it is not known. */
  start: number
  duration: number | null
  inputs: ShownValue | null
  output: ShownValue | null
  log: string
  error: ShownError | null
  condition: string
  tokens: number
  calls: ReportCall[]
}
export interface ReportCall {
  name: string
  type: string
  /** Milliseconds. */
  duration: number
  inputs: ShownValue
  output: ShownValue
  error: string | null
  children: ReportCall[]
}
export interface ShownError {
  message: string
  detail: string
}

/** Lines of one run in the page. */
const MOST_LINES = 20_000
/** Characters of traces, and of lines, in the page. */
const MOST_TRACE = 24_000_000
const PAGE = 500
/** Before each write in the original's records. */
const STAMPS = /\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}\] /g

/** Collects runs with their lines and, as long as there is room, their traces. Rejects with `RUN_NOT_FOUND`. */
export async function reportData(context: Context, names: readonly string[]): Promise<ReportData> {
  const store = await context.store()
  const budget = { left: MOST_TRACE }
  const runs: ReportRun[] = []
  for (const name of new Set(names))
    runs.push(await reportRun(context, store, await store.runs.get(name), budget))
  return { madeAt: new Date().toISOString(), runs }
}

async function reportRun(
  context: Context,
  store: Store,
  record: RunRecord,
  budget: { left: number },
): Promise<ReportRun> {
  const info = runInfo(record, null)
  const { done, failed, crashed, cancelled } = info.counts
  const ended = done + failed + crashed + cancelled
  const lines: ReportLine[] = []
  let untraced = 0
  for (let after = -1; lines.length < MOST_LINES; ) {
    const page = await store.runs.lines(record.name, { after, limit: PAGE })
    for (const line of page) {
      const shown = reportLine(line)
      const state = budget.left > 0 ? await store.runs.line(record.name, line.line) : undefined
      if (state) {
        shown.nodes = nodesOf(state)
        budget.left -= JSON.stringify(shown.nodes).length
      } else untraced++
      lines.push(shown)
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) break
    after = last.line
  }
  const aggregation = await store.runs.line(record.name, null)
  const snapshot = join(record.outputPath ?? "", "snapshot")
  return {
    name: record.name,
    displayName: record.displayName,
    status: info.status,
    flow: record.flowName,
    variant: typeof record.properties.node_variant === "string" ? record.properties.node_variant : null,
    evaluates: record.run,
    createdOn: info.createdOn,
    duration: record.summary.duration,
    tokens: info.usage.total_tokens,
    counts: { total: info.counts.total ?? ended, done, failed, crashed, cancelled },
    metrics: Object.entries(info.metrics).map(([name, value]) => [name, shownValue(value)]),
    error: record.summary.error?.message ?? null,
    graph: reportGraph(existsSync(snapshot) ? snapshot : record.flowPath, context.places.cwd),
    lines,
    untraced,
    left: Math.max(0, ended - lines.length),
    aggregation: aggregation ? nodesOf(aggregation) : [],
  }
}

function reportLine({ line, status, duration, usage, inputs, outputs, error }: LineRecord): ReportLine {
  const given = new Map(asDict(inputs))
  given.delete("line_number")
  return {
    line,
    status,
    duration,
    tokens: usage.total_tokens,
    inputs: shownDict(given),
    outputs: shownDict(asDict(outputs)),
    error: error && shownError(error),
  }
}

function asDict(json: Json | null): Dict {
  const value = json?.value
  return value instanceof Map
    ? value
    : new Map(value === undefined || value === null ? [] : [["output", value]])
}

function nodesOf(state: LineState): ReportNode[] {
  return Array.from(state.nodes.values(), (node) => reportNode(node, state.startedAt))
}

function reportNode(node: NodeState, lineStart: number): ReportNode {
  return {
    name: node.node,
    status: node.status,
    start: Math.max(0, node.startedAt - lineStart),
    duration: node.duration,
    inputs: node.inputs ? shownValue(node.inputs.value) : null,
    output: node.output ? shownValue(node.output.value) : null,
    log: (node.stdout + node.stderr).replace(STAMPS, ""),
    error: node.error ? shownError(node.error) : null,
    condition: node.condition ?? "",
    tokens: node.usage?.total_tokens ?? 0,
    calls: node.calls.map(reportCall),
  }
}

function reportCall(call: NodeState["calls"][number]): ReportCall {
  return {
    name: call.name,
    type: call.type,
    duration: (call.end_time - call.start_time) * 1000,
    inputs: shownValue(call.inputs),
    output: shownValue(call.output),
    error: call.error?.message ?? null,
    children: (call.children ?? []).map(reportCall),
  }
}

function shownError(error: ErrorRecord): ShownError {
  const traces = (error.additionalInfo ?? []).map(
    ({ info }) => (info as { traceback?: unknown } | null)?.traceback,
  )
  return { message: error.message, detail: String(traces.find((trace) => typeof trace === "string") ?? "") }
}
