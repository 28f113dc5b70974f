import type { ErrorRecord, RunEvent, RunSummary } from "@internal/schema"
import { formatted, isLogged, logStyle } from "./log-style.ts"
import { isScript, nodeRunId, type RecordContext } from "./run-records.ts"

/** How the original logs what the code of a flex flow writes there. */
const STDERR = { logger: "execution", level: "WARNING" } as const

/** One entry of a log, formatted as the original's are. */
export interface LogEntry {
  at: number
  logger: "execution" | "execution.flow" | "execution.bulk"
  level: "INFO" | "WARNING" | "ERROR"
  text: string
}
export interface LogContext extends RecordContext {
  /** Nodes of a line, and of the aggregation stage. */
  nodes: number
  aggregationNodes: number
  /** Nodes of one line that run at once. */
  concurrency: number
  /** A tool of the flow is asynchronous: the original runs its lines in an event loop, and says so. */
  async?: boolean
}

/** What a flow's log (`flow.log`, `flow_logs`, the output of a test under `pf`) says of an event. */
export function flowLog(event: RunEvent, context: LogContext): LogEntry[] {
  const flow = (text: string): LogEntry => ({ at: event.at, logger: "execution.flow", level: "INFO", text })
  // of a flex flow or a prompty only what it prints is told
  if (isScript(context.kind) && event.type !== "node-log") return []
  switch (event.type) {
    case "line-start": {
      if (context.alone) return []
      const nodes = event.line === null ? context.aggregationNodes : context.nodes
      if (context.async && event.line !== null) {
        return [
          flow("Start executing nodes in async mode."),
          flow(`Start to run ${nodes} nodes with the current event loop.`),
        ]
      }
      return [
        flow("Start executing nodes in thread pool mode."),
        flow(`Start to run ${nodes} nodes with concurrency level ${context.concurrency}.`),
      ]
    }
    case "node-start":
      return [
        flow(`Executing node ${event.node}. node run id: ${nodeRunId(context, event.node, event.line)}`),
      ]
    case "node-log": {
      const isFlex = context.kind === "flex"
      const where = `[${isFlex ? "Flex" : event.node} in line ${event.line ?? "None"} (index starts from 0)] ${event.stream}>`
      const warning = isFlex && event.stream === "stderr" ? STDERR : undefined
      return writesOf(event.text).map((text) => ({ ...flow(`${where} ${text}`), ...warning }))
    }
    case "node-end":
      return [flow(`Node ${event.node} completes.`)]
    case "node-bypass":
      return [
        flow(
          event.condition === ""
            ? `The node '${event.node}' will be bypassed because all nodes that it depends on are bypassed.`
            : `The node '${event.node}' will be bypassed because the activate condition is not met, i.e. ${event.condition}.`,
        ),
        flow(`Bypassing node ${event.node}. node run id: ${nodeRunId(context, event.node, event.line)}`),
      ]
    case "node-error": {
      if (event.retrying || event.cancelled) return []
      const end = flow(`Flow execution has failed. Cancelling all running nodes: ${event.node}.`)
      return context.alone ? [failure(event)] : [failure(event), { ...end, level: "ERROR" }]
    }
    default:
      return []
  }
}

/** What `logs.txt` says of an event besides the errors of nodes. */
export function bulkLog(
  event: RunEvent,
  summary: RunSummary,
  { mapped, kind }: { mapped: boolean; kind?: RecordContext["kind"] },
): LogEntry[] {
  const bulk = (text: string): LogEntry => ({ at: event.at, logger: "execution.bulk", level: "INFO", text })
  const stage = isScript(kind) ? "function" : "node"
  switch (event.type) {
    case "run-start":
      return mapped ? [] : [{ ...bulk(NO_MAPPING), logger: "execution", level: "WARNING" }]
    case "line-start":
      return event.line === null
        ? [bulk(`Executing aggregation ${stage}...`)]
        : [bulk(`Process id(${process.pid})-Line number(${event.line}) start execution.`)]
    case "line-end":
      return event.line === null
        ? [bulk(`Finish executing aggregation ${stage}.`)]
        : [bulk(`Process id(${process.pid})-Line number(${event.line}) completed.`)]
    case "node-error":
      return event.retrying || event.cancelled || isScript(kind) ? [] : [failure(event)]
    case "node-log": {
      if (kind !== "flex" || event.line !== null) return []
      const level = event.stream === "stderr" ? "WARNING" : "INFO"
      return writesOf(event.text).map((text) => ({ ...bulk(text), logger: "execution", level }))
    }
    case "run-end":
      if (!event.error) return []
      return [
        {
          ...bulk(`Error occurred while executing batch run. Exception: ${event.error.message}`),
          level: summary.counts.done > 0 ? "WARNING" : "ERROR",
        },
      ]
    default:
      return []
  }
}

const NO_MAPPING =
  "Starting run without column mapping may lead to unexpected results. Please consult the following documentation for more information: https://aka.ms/pf/column-mapping"

/** How far a run is, as the original says it now and then. */
export function progressLog(at: number, summary: RunSummary): LogEntry[] {
  const { counts } = summary
  const ended = counts.done + counts.failed + counts.crashed + counts.cancelled
  if (ended === 0) return []
  const total = summary.lines ?? ended + counts.running
  const average = (at - (summary.startedAt ?? at)) / 1000 / ended
  const left = average * (total - ended)
  const text = (t: string): LogEntry => ({ at, logger: "execution.bulk", level: "INFO", text: t })
  return [
    text(`Finished ${ended} / ${total} lines.`),
    text(
      `Average execution time for completed lines: ${round(average)} seconds. Estimated time for incomplete lines: ${round(left)} seconds.`,
    ),
  ]
}

/** The last word on lines that failed (spec 11.5). */
export function failuresLog(at: number, summary: RunSummary, failed: readonly number[]): LogEntry[] {
  const first = summary.firstError
  if (failed.length === 0 || !first) return []
  const total = summary.lines ?? failed.length + summary.counts.done
  const indexes = failed.toSorted((a, b) => a - b).join(", ")
  const text = `${failed.length}/${total} flow run failed, indexes: [${indexes}], exception of index ${first.line}: ${first.error.message}`
  return [{ at, logger: "execution", level: "ERROR", text }]
}

function failure(event: { at: number; node: string; line: number | null; error: ErrorRecord }): LogEntry {
  const trace = traceOf(event.error)
  const text = `Node ${event.node} in line ${event.line ?? "None"} failed. Exception: ${event.error.message}.`
  return { at: event.at, logger: "execution", level: "ERROR", text: trace ? `${text}\n${trace}` : text }
}

/** The traceback of the user's code, where there is one. */
function traceOf(error: ErrorRecord): string {
  for (const { info } of error.additionalInfo ?? []) {
    if (typeof info === "object" && info !== null && "traceback" in info)
      return String(info.traceback).trimEnd()
  }
  const debug = error.debugInfo
  const trace = typeof debug === "object" && debug !== null && "stackTrace" in debug ? debug.stackTrace : ""
  return String(trace).trimEnd()
}

const STAMP = /\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}\] /

/** The writes in a captured text, without their stamps; a bare line end is none. */
function writesOf(text: string): string[] {
  return text
    .split(STAMP)
    .slice(STAMP.test(text) && STAMP.exec(text)?.index === 0 ? 1 : 0)
    .map((write) => write.replace(/\n+$/, ""))
}

function round(seconds: number): string {
  const rounded = Math.round(seconds * 100) / 100
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded)
}

let stampSecond = Number.NaN
/** What lines of this second begin with, by logger and level. */
const heads = new Map<string, string>()

/** One for the whole process, as in the original. */
const STYLE = logStyle(process.env)
const isUsual = STYLE.format === undefined && STYLE.time === undefined

/**
 * `2026-11-21 11:06:32 +0000    5589 execution.flow     INFO     text` and a line end, in local time, or what the
 * environment wants of it; nothing for an entry below the level of the log.
 */
export function logText(entry: LogEntry): string {
  if (!isLogged(entry.level, STYLE)) return ""
  return `${isUsual ? usualText(entry) : formatted(entry, STYLE)}\n`
}

function usualText(entry: LogEntry): string {
  const second = Math.floor(entry.at / 1000)
  if (second !== stampSecond) {
    stampSecond = second
    heads.clear()
  }
  const { logger, level } = entry
  const key = `${logger} ${level}`
  let head = heads.get(key)
  if (head === undefined) {
    const stamp = localTime(new Date(entry.at))
    head = `${stamp} ${String(process.pid).padStart(7)} ${logger.padEnd(18)} ${level.padEnd(8)} `
    heads.set(key, head)
  }
  return head + entry.text
}

function localTime(date: Date): string {
  const offset = -date.getTimezoneOffset()
  const local = new Date(date.getTime() + offset * 60_000).toISOString()
  const two = (n: number) => String(Math.trunc(n)).padStart(2, "0")
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`
}
