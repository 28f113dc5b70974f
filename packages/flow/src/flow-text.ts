import { PyFloat, type Value } from "@internal/value"
import { Scalar, stringify } from "yaml"
import type { Flow, FlowNode } from "./flow.ts"

/**
 * A flow file with what was chosen for a run written into it: variant nodes become the chosen variant's node, overridden
 * connections and inputs their new values. `node_variants` stays, as in the original's snapshot (spec 4.10).
 */
export function flowText(flow: Flow): string {
  const effective = new Map(flow.raw)
  const nodes = effective.get("nodes")
  if (Array.isArray(nodes))
    effective.set(
      "nodes",
      nodes.map((node) => effectiveNode(node, flow)),
    )
  return stringify(yamlValue(effective), { lineWidth: 0, aliasDuplicateObjects: false })
}

function effectiveNode(raw: Value, flow: Flow): Value {
  if (!(raw instanceof Map)) return raw
  const name = raw.get("name")
  const planned = flow.nodes.find((node) => node.name === name)
  const chosen = raw.get("use_variants") === true ? variantNode(raw, flow) : raw
  return planned && chosen instanceof Map ? withOverrides(chosen, planned) : chosen
}

function variantNode(raw: ReadonlyMap<string, Value>, flow: Flow): Value {
  const name = raw.get("name") as string // a node that is planned by name has one
  const id = flow.variant?.node === name ? flow.variant.variant : flow.variants.get(name)?.defaultVariantId
  let found: Value | undefined = flow.raw.get("node_variants")
  for (const key of [name, "variants", id ?? "", "node"])
    found = found instanceof Map ? found.get(key) : undefined
  return found instanceof Map ? new Map<string, Value>([["name", name], ...found]) : new Map(raw)
}

function withOverrides(raw: ReadonlyMap<string, Value>, planned: FlowNode): Value {
  const node = new Map(raw)
  if (planned.connection !== undefined) node.set("connection", planned.connection)
  const inputs = new Map(node.get("inputs") instanceof Map ? (node.get("inputs") as Map<string, Value>) : [])
  for (const [name, { value }] of planned.inputs) inputs.set(name, value)
  if (inputs.size > 0) node.set("inputs", inputs)
  return node
}

/** What the YAML library writes: a float keeps its point. */
function yamlValue(value: Value): unknown {
  if (value instanceof PyFloat) return Object.assign(new Scalar(value.value), { minFractionDigits: 1 })
  if (Array.isArray(value)) return value.map(yamlValue)
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, yamlValue(item)]))
  return value
}
