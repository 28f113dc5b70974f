import { PyFloat, type Value } from "@internal/value"
import { isMap, isScalar, isSeq, parseDocument, Scalar, stringify } from "yaml"
import type { Flow, FlowNode } from "./flow.ts"

/**
 * A flow file with what was chosen for a run written into it: variant nodes become the chosen variant's node, overridden
 * connections and inputs their new values. `node_variants` stays, as in the original's snapshot (spec 4.10). Keys and values
 * that stand in `source`, the file's own text, keep their quotes and the form of their numbers.
 */
export function flowText(
  flow: Pick<Flow, "raw" | "nodes" | "variant" | "variants">,
  source?: string,
): string {
  const effective = new Map(flow.raw)
  const written: Written = new Map(source === undefined ? [] : pairsOf(parseDocument(source).contents))
  const nodes = effective.get("nodes")
  if (Array.isArray(nodes)) {
    effective.set(
      "nodes",
      nodes.map((node) => effectiveNode(node, flow)),
    )
    const items = itemsOf(written.get("nodes")?.value)
    written.set("nodes", {
      ...written.get("nodes"),
      value: nodes.map((node, i) => writtenNode(node, items[i], written, flow)),
    })
  }
  return stringify(yamlMap(effective, written), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    indentSeq: false,
    nullStr: "",
    singleQuote: true,
  })
}

/** How the pairs of a map are written, by their keys: nodes of the YAML library, or a list of such for what is put together. */
type Written = Map<string, { key?: unknown; value?: unknown }>

function pairsOf(written: unknown): [string, { key?: unknown; value?: unknown }][] {
  if (!isMap(written)) return []
  return written.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), { key, value }])
}

function itemsOf(written: unknown): readonly unknown[] {
  return isSeq(written) ? written.items : Array.isArray(written) ? written : []
}

/** How the node is written that stands in the place of `raw`: there, or as a variant. */
function writtenNode(raw: Value, own: unknown, written: Written, flow: Chosen): unknown {
  if (!(raw instanceof Map) || raw.get("use_variants") !== true) return own
  const name = raw.get("name") as string
  let found = written.get("node_variants")?.value
  for (const key of [name, "variants", chosenVariant(name, flow), "node"])
    found = new Map(pairsOf(found)).get(key)?.value
  return found
}

type Chosen = Parameters<typeof flowText>[0]

function effectiveNode(raw: Value, flow: Chosen): Value {
  if (!(raw instanceof Map)) return raw
  const name = raw.get("name")
  const planned = flow.nodes.find((node) => node.name === name)
  const chosen = raw.get("use_variants") === true ? variantNode(raw, flow) : raw
  return planned && chosen instanceof Map ? withOverrides(chosen, planned) : chosen
}

function variantNode(raw: ReadonlyMap<string, Value>, flow: Chosen): Value {
  const name = raw.get("name") as string // a node that is planned by name has one
  let found: Value | undefined = flow.raw.get("node_variants")
  for (const key of [name, "variants", chosenVariant(name, flow), "node"])
    found = found instanceof Map ? found.get(key) : undefined
  return found instanceof Map ? new Map<string, Value>([["name", name], ...found]) : new Map(raw)
}

function chosenVariant(node: string, { variant, variants }: Chosen): string {
  return (variant?.node === node ? variant.variant : variants.get(node)?.defaultVariantId) ?? ""
}

function withOverrides(raw: ReadonlyMap<string, Value>, planned: FlowNode): Value {
  const node = new Map(raw)
  if (planned.connection !== undefined) node.set("connection", planned.connection)
  const inputs = new Map(node.get("inputs") instanceof Map ? (node.get("inputs") as Map<string, Value>) : [])
  for (const [name, { value }] of planned.inputs) inputs.set(name, value)
  if (inputs.size > 0) node.set("inputs", inputs)
  return node
}

/** What the YAML library writes: a float keeps its point, and what is `written` the same its form. */
function yamlValue(value: Value, written: unknown): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(written)
    return value.map((item, index) => yamlValue(item, items[index]))
  }
  if (value instanceof Map) return yamlMap(value, new Map(pairsOf(written)))
  const plain = value instanceof PyFloat ? value.value : value
  if (isScalar(written) && written.value === plain && plain !== null) return asWritten(written)
  return value instanceof PyFloat ? Object.assign(new Scalar(plain), { minFractionDigits: 1 }) : value
}

function yamlMap(map: ReadonlyMap<string, Value>, written: Written): Map<unknown, unknown> {
  return new Map(
    Array.from(map, ([name, item]) => {
      const { key, value } = written.get(name) ?? {}
      return [isScalar(key) && key.value === name ? asWritten(key) : name, yamlValue(item, value)]
    }),
  )
}

/** The scalar without what belongs to its place: comments, an anchor. */
function asWritten({ value, type, format, minFractionDigits }: Scalar): Scalar {
  return Object.assign(new Scalar(value), {
    ...(type !== undefined && type !== Scalar.PLAIN && { type }),
    ...(format !== undefined && { format }),
    ...(minFractionDigits !== undefined && { minFractionDigits }),
  })
}
