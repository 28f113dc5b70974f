import type { ApiCall, ErrorRecord, LineStatus, NewEvent, Usage } from "@internal/schema"
import { type Dict, Json, toPlain, type Value } from "@internal/value"
import type { RecordedLine } from "./recorded-lines.ts"

/** An event with the time at which it happened, ms since the epoch. */
export type PastEvent = NewEvent & { at: number }

const LINE_STATUS: Record<string, LineStatus> = { Completed: "done", Failed: "failed", Canceled: "cancelled" }

/** The events that would have left the records of a line (spec 4.10). */
export function recordedEvents({ line, info, nodes }: RecordedLine): PastEvent[] {
  const times = nodes.map(spanOf)
  const span = info ? spanOf(info) : { start: least(times.map((t) => t.start)), duration: 0 }
  const last = Math.max(span.start + span.duration, ...times.map((t) => t.start + t.duration))
  const inputs = Json.of(info?.get("inputs") ?? null)
  return [
    { type: "line-start", line, attempt: 1, inputs, at: span.start },
    ...nodes.flatMap((node, i) => nodeEvents(node, line, times[i] as Span)),
    lineEnd(line, info, nodes, { start: span.start, duration: last - span.start }),
  ]
}

function lineEnd(line: number | null, info: Dict | null, nodes: readonly Dict[], span: Span): PastEvent {
  const failed = nodes.some((node) => node.get("status") === "Failed")
  const status = info ? (LINE_STATUS[String(info.get("status"))] ?? "failed") : failed ? "failed" : "done"
  const output = info?.get("output") ?? null
  const error = info && errorOf(info)
  return {
    type: "line-end",
    line,
    status,
    outputs: status === "done" && info ? Json.of(output) : null,
    ...(status !== "done" && error && { error }),
    duration: span.duration,
    at: span.start + span.duration,
  }
}

function nodeEvents(info: Dict, line: number | null, { start, duration }: Span): PastEvent[] {
  const node = String(info.get("node"))
  const end = start + duration
  const status = info.get("status")
  if (status === "Bypassed") return [{ type: "node-bypass", line, node, condition: "", at: start }]
  const of = { line, node, attempt: 1 }
  const logs = info.get("logs")
  const written = (stream: "stdout" | "stderr"): PastEvent[] => {
    const text = logs instanceof Map ? logs.get(stream) : null
    return typeof text === "string" && text !== ""
      ? [{ type: "node-log", ...of, stream, text, at: start }]
      : []
  }
  const calls = toPlain(info.get("api_calls") ?? []) as ApiCall[] // as they were written
  const error = errorOf(info)
  return [
    { type: "node-start", ...of, inputs: Json.of(info.get("inputs") ?? null), at: start },
    ...written("stdout"),
    ...written("stderr"),
    status === "Completed" || !error
      ? {
          type: "node-end",
          ...of,
          output: Json.of(info.get("output") ?? null),
          cache: "off",
          portable: true,
          duration,
          calls,
          ...usageOf(info),
          at: end,
        }
      : {
          type: "node-error",
          ...of,
          error,
          retrying: false,
          cancelled: status === "Canceled",
          duration,
          calls,
          at: end,
        },
  ]
}

interface Span {
  start: number
  /** Both in ms. */
  duration: number
}

function spanOf(info: Dict): Span {
  const start = timeOf(info.get("start_time"))
  const metrics = info.get("system_metrics")
  const seconds = metrics instanceof Map ? Number(metrics.get("duration") ?? Number.NaN) : Number.NaN
  const duration = Number.isNaN(seconds) ? timeOf(info.get("end_time")) - start : seconds * 1000
  return { start, duration: Math.max(0, duration) }
}

/** UTC with or without its `Z`, to the microsecond; 0 where there is none. */
function timeOf(text: Value | undefined): number {
  if (typeof text !== "string") return 0
  const [, seconds = "", fraction = ""] = /^([^.Z+]+)(\.\d+)?/.exec(text) ?? []
  return Date.parse(`${seconds.replace(" ", "T")}Z`) + Number(`0${fraction}`) * 1000 || 0
}

function least(times: readonly number[]): number {
  return times.length === 0 ? 0 : Math.min(...times)
}

function errorOf(info: Dict): ErrorRecord | undefined {
  const error = info.get("error")
  return error instanceof Map ? (toPlain(error) as ErrorRecord) : undefined // the shape of spec 11.2
}

function usageOf(info: Dict): { usage?: Usage } {
  const metrics = info.get("system_metrics")
  if (!(metrics instanceof Map) || !metrics.has("total_tokens")) return {}
  const tokens = (key: string) => Number(metrics.get(key) ?? 0)
  return {
    usage: {
      prompt_tokens: tokens("prompt_tokens"),
      completion_tokens: tokens("completion_tokens"),
      total_tokens: tokens("total_tokens"),
    },
  }
}
