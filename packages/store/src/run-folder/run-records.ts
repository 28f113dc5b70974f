import type { ApiCall, ErrorRecord, LineState, NodeState, NodeStatus, Usage } from "@internal/schema"
import { type Dict, floatRepr, fromPlain, type Json, stringify, type Value } from "@internal/value"
import { original } from "../bulk-run-error.ts"

/**
 * The original's records of lines and nodes (spec 3.1, 4.10), as the text that Python's `json.dumps` makes of them, with
 * its keys in its order. There are thousands of them, so they are put together as text.
 */
export interface RecordContext {
  /** Name of the run, or the id of a test. */
  run: string
  /** Whether `result` repeats the output, as in the details of a test. */
  result: boolean
  messageFormat: string
  /** Default `default_flow_id`. */
  flowId?: string
  /** What kind of flow it is: of flex flows and prompties there are no records of nodes (spec 3.8). Default `dag`. */
  kind?: "dag" | "flex" | "prompty"
  /** A node was run alone: there is no line. `id` ends the id of its run, unless it is an aggregation node. */
  alone?: { id: string; reduces?: boolean }
}

const LINE_STATUS = {
  running: "Running",
  done: "Completed",
  failed: "Failed",
  crashed: "Failed",
  cancelled: "Canceled",
} as const
const NODE_STATUS: { [status in NodeStatus]: string } = {
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  bypassed: "Bypassed",
  canceled: "Canceled",
}

/** One line of Python's `json.dumps`. */
export function dumps(value: Value): string {
  return stringify(value, { item: ", ", key: ": " })
}

function lineRunId(context: RecordContext, line: number): string {
  return `${context.run}_${line}`
}

export function nodeRunId(context: RecordContext, node: string, line: number | null): string {
  if (context.alone) return `${context.run}_${node}_${context.alone.reduces ? "reduce" : context.alone.id}`
  return `${context.run}_${node}_${line ?? "reduce"}`
}

/** Whether a flow is one step, a function or a prompty: then there is no graph whose nodes could be told of. */
export function isScript(kind: RecordContext["kind"]): boolean {
  return kind === "flex" || kind === "prompty"
}

/** `FlowRunInfo`. `metrics` is the JSON text of those of a test's aggregation. */
export function flowRunInfo(state: LineState, context: RecordContext, metrics = "null"): string {
  const refused = wasRefused(state.error)
  const inputs = refused && context.result ? "null" : textOf(state.inputs)
  const output = textOf(state.outputs)
  const error = errorText(state.error)
  const time = spanOf(state)
  const isFlex = isScript(context.kind)
  const uncounted = refused || (isFlex && state.usage.total_tokens === 0)
  const system = systemMetrics(time, uncounted ? undefined : state.usage)
  const nodes = Array.from(state.nodes.values())
  const children = nodes.flatMap((node) => node.calls.map(callText))
  const flow =
    `{"name": "flow", "node_name": "flow", "type": "Flow", "start_time": ${seconds(time.start)}, ` +
    `"end_time": ${seconds(time.end)}, "children": [${children.join(", ")}], "system_metrics": ${system}, ` +
    `"inputs": ${inputs}, "output": ${output}, "error": ${error}}`
  // a flex flow or a prompty has no call of its own around those of its code, and none at all if it raised
  const isRaised = nodes.some((node) => node.status === "failed")
  const calls = !isFlex
    ? `[${flow}]`
    : (isRaised || refused) && children.length === 0
      ? "null"
      : `[${children.join(", ")}]`
  const run = quoted(context.run)
  return (
    `{"run_id": ${quoted(lineRunId(context, state.line ?? 0))}, "status": "${LINE_STATUS[state.status]}", ` +
    `"error": ${error}, "inputs": ${inputs}, "output": ${output}, "metrics": ${metrics}, "request": null, ` +
    `"parent_run_id": ${run}, "root_run_id": ${run}, "source_run_id": null, "flow_id": ${quoted(context.flowId ?? "default_flow_id")}, ` +
    `"start_time": "${isoTime(time.start)}Z", "end_time": "${isoTime(time.end)}Z", "index": ${state.line}, ` +
    `"api_calls": ${calls}, "name": "", "description": "", "tags": null, "system_metrics": ${system}, ` +
    `"result": ${context.result || isFalsy(output) ? output : "null"}, "upload_metrics": false, "otel_trace_id": null, ` +
    `"message_format": ${quoted(context.messageFormat)}}`
  )
}

/** `RunInfo`. */
export function nodeRunInfo(node: NodeState, line: number | null, context: RecordContext): string {
  const bypassed = node.status === "bypassed"
  const output = textOf(node.output)
  const time = spanOf(node)
  const index = context.alone ? null : line
  const run = quoted(context.run)
  // what was stopped has not told its calls (spec 3.6)
  const calls =
    node.status === "canceled" && node.calls.length === 0
      ? "null"
      : `[${node.calls.map(callText).join(", ")}]`
  const logs = bypassed ? "null" : `{"stdout": ${quoted(node.stdout)}, "stderr": ${quoted(node.stderr)}}`
  return (
    `{"node": ${quoted(node.node)}, "flow_run_id": ${run}, ` +
    `"run_id": ${quoted(nodeRunId(context, node.node, line))}, "status": "${NODE_STATUS[node.status]}", ` +
    `"inputs": ${textOf(node.inputs)}, "output": ${output}, "metrics": null, ` +
    `"error": ${errorText(node.error ?? null)}, ` +
    `"parent_run_id": ${index === null ? run : quoted(lineRunId(context, index))}, ` +
    `"start_time": "${isoTime(time.start)}Z", "end_time": "${isoTime(time.end)}Z", "index": ${index}, ` +
    `"api_calls": ${calls}, "cached_run_id": null, "cached_flow_run_id": null, ` +
    `"logs": ${logs}, "system_metrics": ${bypassed ? "null" : systemMetrics(time, node.usage)}, ` +
    `"result": ${context.result || isFalsy(output) ? output : "null"}, "message_format": ${quoted(context.messageFormat)}}`
  )
}

/** The object of `flow_artifacts`. */
export function lineRecord(state: LineState, context: RecordContext): string {
  const time = spanOf(state)
  return (
    `{"line_number": ${state.line}, "run_info": ${flowRunInfo(state, context)}, ` +
    `"start_time": "${isoTime(time.start)}", "end_time": "${isoTime(time.end)}", "name": "", "description": "", ` +
    `"status": "${LINE_STATUS[state.status]}", "tags": null}`
  )
}

/** The object of `node_artifacts`. */
export function nodeRecord(node: NodeState, line: number | null, context: RecordContext): string {
  const time = spanOf(node)
  return (
    `{"NodeName": ${quoted(node.node)}, "line_number": ${line}, "run_info": ${nodeRunInfo(node, line, context)}, ` +
    `"start_time": "${isoTime(time.start)}", "end_time": "${isoTime(time.end)}", ` +
    `"status": "${NODE_STATUS[node.status]}"}`
  )
}

const quoted = JSON.stringify

function textOf(json: Json | null | undefined): string {
  return json ? dumps(json.value) : "null"
}

function errorText(error: ErrorRecord | null): string {
  return error ? dumps(fromPlain(original(error))) : "null"
}

/** Errors before the inputs were accepted: the original counts no tokens then, and the details of a test have no inputs. */
const REFUSED = new Set(["InputNotFound", "InputTypeError", "InputParseError", "LoadMultimediaDataError"])

function wasRefused(error: ErrorRecord | null): boolean {
  if (error?.millrace?.code === "INPUT_UNDECLARED") return false // seen on the original: met while nodes run
  for (let code = error?.innerError; code; code = code.innerError) if (REFUSED.has(code.code)) return true
  return false
}

interface Span {
  start: number
  end: number
}

/** Milliseconds; the end is the start and the duration, which is finer than the clock of events. */
function spanOf(state: { startedAt: number; endedAt: number | null; duration: number | null }): Span {
  const end = state.duration === null ? (state.endedAt ?? state.startedAt) : state.startedAt + state.duration
  return { start: state.startedAt, end }
}

function systemMetrics({ start, end }: Span, usage: Usage | undefined): string {
  const tokens = usage
    ? `, "prompt_tokens": ${usage.prompt_tokens}, "completion_tokens": ${usage.completion_tokens}, ` +
      `"total_tokens": ${usage.total_tokens}`
    : ""
  return `{"duration": ${seconds(end - start)}${tokens}}`
}

/** Milliseconds as seconds to the microsecond, as Python prints a float. */
function seconds(ms: number): string {
  return floatRepr(Math.round(ms * 1000) / 1e6)
}

let second = Number.NaN
let prefix = ""

/** Milliseconds since the epoch as UTC to the microsecond, without a zone. */
function isoTime(ms: number): string {
  const micros = Math.round(ms * 1000)
  const whole = Math.floor(micros / 1e6)
  if (whole !== second) {
    second = whole
    prefix = new Date(whole * 1000).toISOString().slice(0, 19)
  }
  return `${prefix}.${String(micros - whole * 1e6).padStart(6, "0")}`
}

function callText(call: ApiCall): string {
  return dumps(callValue(call))
}

function callValue(call: ApiCall): Value {
  const { children, ...fields } = call
  // an object becomes a dict
  const value = fromPlain(fields) as Dict
  value.set("children", children.map(callValue))
  return value
}

/** The records of a run repeat an output as `result` only where Python calls it false (seen on the original). */
export function isFalsy(text: string): boolean {
  return ['""', "[]", "{}", "false", "0", "0.0", "-0.0"].includes(text)
}
