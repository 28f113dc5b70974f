import type { Argument, ErrorRecord, NodeError, NodeValue, PlannedNode } from "@internal/schema"
import { Json, repr, str } from "@internal/value"
import type { Input, NodeResult } from "./nodes/node-call.ts"
import { shown } from "./values.ts"

/** As the original records them: with the names of the inputs whose role headers were escaped (spec 5.3). */
export function shownInputs(node: PlannedNode, inputs: ReadonlyMap<string, Input>): Json {
  const parts: string[] = []
  const init = "signature" in node.tool ? node.tool.signature?.init : undefined
  for (const [name, { value }] of inputs)
    if (!init?.some((parameter) => parameter.name === name))
      parts.push(`${JSON.stringify(name)}:${shownArgument(value)}`)
  if (node.escaped.length > 0) parts.push(`"_inputs_to_escape":${JSON.stringify(node.escaped)}`)
  return Json.ofText(`{${parts.join(",")}}`)
}

/** Its name; of one that was made a strong type, that type's name (seen on the original). */
function shownConnection({ connection, customType }: Argument & { kind: "connection" }): string {
  if (connection.type !== "CustomConnection" || !customType?.[0]) return connection.name
  return (
    connection.configs["promptflow.connection.custom_type"] ??
    customType[0].split(".").at(-1) ??
    connection.name
  )
}

function shownArgument(value: Argument): string {
  if (value.kind === "connection") return JSON.stringify(shownConnection(value))
  if (value.kind === "list") return shownList(value.items)
  return shown(value).text
}

/** A list is shown as JSON, and as Python prints it where an item is an iterator, which JSON cannot hold (spec 2.6). */
function shownList(items: readonly NodeValue[]): string {
  const texts = items.map((item) => shown(item))
  if (!items.some((item) => item.kind === "live" && item.iterable))
    return `[${texts.map((t) => t.text).join(",")}]`
  const printed = items.map((item, i) => {
    const text = texts[i]?.value ?? null
    return item.kind === "live" ? str(text) : repr(text)
  })
  return JSON.stringify(`[${printed.join(", ")}]`)
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
