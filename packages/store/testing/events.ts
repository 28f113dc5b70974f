import type { ErrorRecord, NewEvent } from "@internal/schema"
import { Json } from "@internal/value"

/** Events of a run of one flow with the nodes `nodes`, for tests. */
export function lineEvents(
  line: number,
  options: { nodes?: string[]; error?: ErrorRecord; text?: string } = {},
): NewEvent[] {
  const text = JSON.stringify(options.text ?? `text ${line}`)
  const inputs = Json.ofText(`{"text":${text},"line_number":${line}}`)
  const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }
  const events: NewEvent[] = [{ type: "line-start", line, attempt: 1, inputs }]
  for (const node of options.nodes ?? ["up"]) {
    const id = { line, node, attempt: 1 }
    events.push({ type: "node-start", ...id, inputs: Json.ofText(`{"text":${text}}`) })
    if (options.error) {
      events.push({ type: "node-error", ...id, error: options.error, retrying: false, duration: 2 })
      break
    }
    const output = Json.ofText(text)
    events.push({ type: "node-end", ...id, output, cache: "off", portable: true, duration: 1.5, usage })
  }
  const outputs = options.error ? null : Json.ofText(`{"out":${text}}`)
  const status = options.error ? "failed" : "done"
  return [...events, { type: "line-end", line, status, outputs, error: options.error, duration: 4.25 }]
}

export function runStart(lines: number | null): NewEvent {
  return {
    type: "run-start",
    plan: "p",
    flow: "one",
    lines,
    versions: { millrace: "0", node: "24", flow: "f" },
  }
}

export function runEnd(done: number, failed = 0): NewEvent {
  return {
    type: "run-end",
    status: "done",
    counts: { done, failed, crashed: 0, cancelled: 0 },
    duration: 1000,
  }
}

export function toolError(detail: string): ErrorRecord {
  return {
    message: `Execution failure in 'up': (ValueError) ${detail}`,
    messageFormat: "Execution failure in '{node_name}'.",
    messageParameters: { node_name: "up" },
    referenceCode: "Tool/__pf_main__",
    code: "UserError",
    innerError: { code: "ToolExecutionError", innerError: null },
    millrace: { code: "TOOL_FAILED", hint: "" },
  }
}
