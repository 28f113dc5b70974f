import type { RunEvent, ToolModelCall } from "@internal/schema"

/** A model call inside a flow, as one of the code that called the flow. */
export function modelCall(event: Extract<RunEvent, { type: "call-end" }>): ToolModelCall {
  const { v: _v, run: _run, seq: _seq, at: _at, type: _type, ...rest } = event
  const { line: _line, node: _node, attempt: _attempt, late: _late, ...call } = rest
  return call
}
