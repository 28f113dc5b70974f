import { PyFloat, type Value } from "@internal/value"
import { parseDocument, Scalar, stringify, visit } from "yaml"
import type { Flow, FlowNode } from "./flow.ts"

/**
 * A flow file with what was chosen for a run written into it: variant nodes become the chosen variant's node, overridden
 * connections and inputs their new values. `node_variants` stays, as in the original's snapshot (spec 4.10). Texts that
 * `source`, the file's own text, has in quotes keep them.
 */
export function flowText(
  flow: Pick<Flow, "raw" | "nodes" | "variant" | "variants">,
  source?: string,
): string {
  const effective = new Map(flow.raw)
  const nodes = effective.get("nodes")
  if (Array.isArray(nodes))
    effective.set(
      "nodes",
      nodes.map((node) => effectiveNode(node, flow)),
    )
  const quotes = source === undefined ? new Map() : quotesOf(source)
  return stringify(yamlValue(effective, quotes), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    indentSeq: false,
  })
}

/** The kind of quotes that a text has in a file. */
type Quotes = ReadonlyMap<string, Scalar.Type>

function quotesOf(source: string): Quotes {
  const quotes = new Map<string, Scalar.Type>()
  visit(parseDocument(source), {
    Scalar(key, { value, type }) {
      const isQuoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE"
      if (isQuoted && key !== "key" && typeof value === "string") quotes.set(value, type)
    },
  })
  return quotes
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

/** What the YAML library writes: a float keeps its point, a text its quotes. */
function yamlValue(value: Value, quotes: Quotes): unknown {
  if (value instanceof PyFloat) return Object.assign(new Scalar(value.value), { minFractionDigits: 1 })
  if (Array.isArray(value)) return value.map((item) => yamlValue(item, quotes))
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, yamlValue(item, quotes)]))
  if (typeof value !== "string" || !quotes.has(value)) return value
  return Object.assign(new Scalar(value), { type: quotes.get(value) })
}
