import { type ApiCall, decodeEvent, type RunEvent } from "@internal/schema"
import { toPlain, type Value } from "@internal/value"

/** A journal entry as the server sends it; what calls took and gave is plain data, for pages to show. */
export function readEvent(text: string, at: { run: string; seq: number; at: number }): RunEvent {
  const event = decodeEvent(text, at)
  return (event.type === "node-end" || event.type === "node-error") && event.calls
    ? { ...event, calls: event.calls.map(plainCall) }
    : event
}

function plainCall(call: ApiCall): ApiCall {
  const { inputs, output, children = [] } = call
  return {
    ...call,
    inputs: toPlain(inputs as Value),
    output: toPlain(output as Value),
    children: children.map(plainCall),
  }
}
