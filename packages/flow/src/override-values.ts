import { MillraceError, type Place } from "@internal/schema"
import { type Dict, repr, type Value } from "@internal/value"
import type { Flow } from "./flow.ts"
import { flowOf } from "./read-flow.ts"
import type { YamlEntry, YamlNode } from "./yaml-node.ts"

/**
 * The flow as if its file had other values (spec 1.9, the SDK's `overrides`): each path is dotted, and nodes are taken by
 * name, as in `nodes.fetch.inputs.url`. Of a node with variants the chosen one is meant. Fails with `OVERRIDE_INVALID`
 * where a path leads through something that has no parts.
 */
export function overrideValues(
  flow: Flow,
  values: Readonly<Record<string, Value>>,
  chosen: ReadonlyMap<string, string> = new Map(),
): Flow {
  let yaml = flow.yaml
  for (const [path, value] of Object.entries(values))
    yaml = replaced(yaml, stepsOf(flow, path.split("."), chosen), value, path)
  return flowOf(yaml, { file: flow.file, root: flow.root, diagnostics: [] })
}

function stepsOf(flow: Flow, steps: string[], chosen: ReadonlyMap<string, string>): string[] {
  const [first, name = "", ...rest] = steps
  if (first !== "nodes" || !flow.nodes.some((node) => node.name === name && node.useVariants)) return steps
  const variant = chosen.get(name) ?? flow.variants.get(name)?.defaultVariantId
  return variant === undefined ? steps : ["node_variants", name, "variants", variant, "node", ...rest]
}

function replaced(node: YamlNode, steps: readonly string[], value: Value, path: string): YamlNode {
  const [step, ...rest] = steps
  if (step === undefined) return nodeOf(value, node.place)
  if (node.items) {
    const items = node.items.map((item) => (nameOf(item) === step ? replaced(item, rest, value, path) : item))
    if (items.every((item, i) => item === node.items?.[i]))
      throw invalid(path, `there is no ${step} in the list`)
    return { ...node, items, value: items.map((item) => item.value) }
  }
  if (node.value !== null && !node.entries) throw invalid(path, `${repr(node.value)} has no parts`)
  const entries = new Map(node.entries)
  const entry = entries.get(step)
  const inner = entry?.node ?? { value: null, place: node.place }
  entries.set(step, { key: entry?.key ?? node.place, node: replaced(inner, rest, value, path) })
  return mapping(entries, node.place)
}

function nameOf(item: YamlNode): Value | undefined {
  return item.entries?.get("name")?.node.value
}

/** A value from outside the file; its place is where it goes. */
function nodeOf(value: Value, place: Place): YamlNode {
  if (Array.isArray(value)) return { value, place, items: value.map((item) => nodeOf(item, place)) }
  if (!(value instanceof Map)) return { value, place }
  return mapping(
    new Map(Array.from(value, ([key, item]) => [key, { key: place, node: nodeOf(item, place) }])),
    place,
  )
}

function mapping(entries: Map<string, YamlEntry>, place: Place): YamlNode {
  const value: Dict = new Map(Array.from(entries, ([key, { node }]) => [key, node.value]))
  return { value, place, entries }
}

function invalid(path: string, why: string): MillraceError {
  return new MillraceError("OVERRIDE_INVALID", {
    reason: `The override ${path} has no place in the flow: ${why}`,
  })
}
