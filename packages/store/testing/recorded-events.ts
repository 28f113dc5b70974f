import type { ErrorRecord, NewEvent, RunEvent } from "@internal/schema"
import { type Dict, Json, parse, stringify, toPlain, type Value } from "@internal/value"

/**
 * The events that a run of ours would have had to write a record of the original's (a line's or a node's `run_info`), so
 * that tests can ask for the very same text again.
 */
export function recordedEvents(run: string, infos: { line: number | null; info: Dict }[]): RunEvent[] {
  const timed: { at: number; event: NewEvent }[] = []
  for (const { line, info } of infos) {
    const at = millis(info.get("start_time"))
    const until = millis(info.get("end_time"))
    const events = info.has("node")
      ? nodeEvents(line, info, until - at)
      : lineEvents(line ?? 0, info, until - at)
    const [first, ...rest] = events
    if (first) timed.push({ at, event: first })
    for (const event of rest) timed.push({ at: until, event })
  }
  timed.sort((a, b) => a.at - b.at || rank(a.event) - rank(b.event))
  return timed.map(({ at, event }, i) => ({ v: 1, run, seq: i + 1, at, ...event }))
}

function rank(event: NewEvent): number {
  return event.type === "line-start" ? 0 : event.type === "line-end" ? 2 : 1
}

function lineEvents(line: number, info: Dict, duration: number): NewEvent[] {
  const failed = info.get("status") === "Failed"
  const error = failed ? errorOf(info) : undefined
  const outputs = failed ? null : jsonOf(info, "output")
  return [
    { type: "line-start", line, attempt: 1, inputs: jsonOf(info, "inputs") },
    { type: "line-end", line, status: failed ? "failed" : "done", outputs, error, duration },
  ]
}

function nodeEvents(line: number | null, info: Dict, duration: number): NewEvent[] {
  const node = String(info.get("node"))
  const status = info.get("status")
  if (status === "Bypassed") return [{ type: "node-bypass", line, node, condition: "" }]
  const id = { line, node, attempt: 1 }
  const events: NewEvent[] = [{ type: "node-start", ...id, inputs: jsonOf(info, "inputs") }]
  const logs = info.get("logs") as Dict
  for (const stream of ["stdout", "stderr"] as const) {
    const text = String(logs.get(stream))
    if (text !== "") events.push({ type: "node-log", ...id, stream, text })
  }
  if (status === "Failed") {
    events.push({ type: "node-error", ...id, error: errorOf(info), retrying: false, duration })
  } else {
    const output = jsonOf(info, "output")
    events.push({ type: "node-end", ...id, output, cache: "off", portable: true, duration })
  }
  return events
}

function jsonOf(info: Dict, key: string): Json {
  return Json.of(info.get(key) as Value)
}

function errorOf(info: Dict): ErrorRecord {
  const error = toPlain(info.get("error") as Value) as ErrorRecord
  return { ...error, millrace: { code: "TOOL_FAILED", hint: "ours alone" } }
}

/** `2026-11-21T11:06:46.417671Z` in ms since the epoch, to the microsecond. */
function millis(time: Value | undefined): number {
  const [seconds = "", fraction = ""] = String(time).replace("Z", "").split(".")
  return Date.parse(`${seconds}Z`) + Number(fraction.padEnd(6, "0")) / 1000
}

export function parsed(text: string): Dict {
  return parse(text) as Dict
}

export function indented(value: Value): string {
  return stringify(value, { indent: 2 })
}
