import type { Argument, ErrorRecord, NodeError, PlannedNode } from "@internal/schema"
import { Json } from "@internal/value"
import type { Input, NodeResult } from "./nodes/node-call.ts"
import { shown } from "./values.ts"

/** As the original records them: with the names of the inputs whose role headers were escaped (spec 5.3). */
export function shownInputs(node: PlannedNode, inputs: ReadonlyMap<string, Input>): Json {
  const parts: string[] = []
  const init = new Set(("signature" in node.tool ? node.tool.signature?.init : undefined)?.map((p) => p.name))
  for (const [name, { value }] of inputs)
    if (!init.has(name)) parts.push(`${JSON.stringify(name)}:${shownArgument(value)}`)
  if (node.escaped.length > 0) parts.push(`"_inputs_to_escape":${JSON.stringify(node.escaped)}`)
  return Json.ofText(`{${parts.join(",")}}`)
}

function shownArgument(value: Argument): string {
  if (value.kind === "connection") return JSON.stringify(value.connection.name)
  if (value.kind === "list") return `[${value.items.map((item) => shown(item).text).join(",")}]`
  return shown(value).text
}

export function nodeEnd(
  node: string,
  line: number | null,
  attempt: number,
  result: NodeResult,
  duration: number,
) {
  const { value, calls, usage, portable } = result
  return {
    type: "node-end" as const,
    line,
    node,
    attempt,
    output: shown(value),
    cache: "off" as const,
    portable,
    duration,
    ...(value.kind === "live" && { live: value.type }),
    ...(calls.length > 0 && { calls }),
    ...(usage && { usage }),
  }
}

export function nodeError(
  node: string,
  line: number | null,
  attempt: number,
  error: ErrorRecord,
  cancelled: boolean,
  duration: number,
): NodeError {
  return {
    type: "node-error",
    line,
    node,
    attempt,
    error,
    retrying: false,
    duration,
    ...(cancelled && { cancelled }),
  }
}
