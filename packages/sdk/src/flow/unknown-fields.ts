import type { YamlNode } from "@internal/flow"
import { toPlain } from "@internal/value"

/** Keys that the original's schema of a DAG flow knows; it warns of all others, some that it heeds among them (spec 1.8). */
const OF_FLOW = new Set([
  ...["$schema", "display_name", "description", "tags", "language", "type", "inputs", "outputs", "nodes"],
  ...["node_variants", "environment", "environment_variables", "additional_includes"],
])
const OF_INPUT = new Set(["type", "default", "description", "is_chat_input", "is_chat_history"])
const OF_OUTPUT = new Set(["type", "reference", "description", "is_chat_output"])

/** A key by where it is, `inputs.x.colour`, with what is written there as plain JSON. */
export interface UnknownField {
  path: string
  value: unknown
}

/** What of a DAG flow's file the original's `flow validate` warns of. Nodes are not looked at. */
export function unknownFields(yaml: YamlNode): UnknownField[] {
  return [
    ...ports(yaml, "inputs", OF_INPUT),
    ...ports(yaml, "outputs", OF_OUTPUT),
    ...unknownOf(yaml, OF_FLOW, ""),
  ]
}

function ports(yaml: YamlNode, section: string, known: ReadonlySet<string>): UnknownField[] {
  const entries = Array.from(yaml.entries?.get(section)?.node.entries ?? [])
  return entries.flatMap(([name, { node }]) => unknownOf(node, known, `${section}.${name}.`))
}

function unknownOf(yaml: YamlNode, known: ReadonlySet<string>, prefix: string): UnknownField[] {
  return Array.from(yaml.entries ?? []).flatMap(([key, { node }]) =>
    known.has(key) ? [] : [{ path: `${prefix}${key}`, value: toPlain(node.value) }],
  )
}
