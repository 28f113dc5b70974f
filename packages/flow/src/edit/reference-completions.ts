import type { NodeKey } from "./flow-edit.ts"
import type { FlowOutline, NodeOutline, ReferenceOutline } from "./flow-outline.ts"
import { refersTo } from "./reference-sites.ts"

/** A reference that can be written at some place. */
export interface ReferenceCompletion {
  /** `${inputs.url}`, `${fetch.output}`. */
  text: string
  kind: "input" | "node"
  name: string
  /** Type of the input, or kind of the node, as the file has it. */
  detail: string
}

/**
 * What a node's inputs and its condition may refer to: inputs of the flow, then nodes that do not depend on it, in the order
 * of the file. A node that is not for aggregation may not refer to one that is. Without a node: what outputs may
 * refer to.
 */
export function referenceCompletions(flow: FlowOutline, node?: NodeKey): ReferenceCompletion[] {
  const own = node === undefined ? undefined : nodeOf(flow, node)
  const inputs = flow.inputs.map(({ name, fields }): ReferenceCompletion => {
    const type = fields.find((field) => field.name === "type")?.value
    return { text: `\${inputs.${name}}`, kind: "input", name, detail: typeof type === "string" ? type : "" }
  })
  const later = own ? dependents(flow, own.name) : new Set<string>()
  const fits = (other: NodeOutline) =>
    other !== own &&
    other.name !== "" &&
    !later.has(other.name) &&
    (!own || own.isAggregation || !other.isAggregation)
  const nodes = flow.nodes.filter(fits)
  return [
    ...inputs,
    ...nodes.map(
      ({ name, type, variants }): ReferenceCompletion => ({
        text: `\${${name}.output}`,
        kind: "node",
        name,
        detail: type || (variants.find(({ isDefault }) => isDefault)?.type ?? ""),
      }),
    ),
  ]
}

function nodeOf(flow: FlowOutline, node: NodeKey): NodeOutline | undefined {
  return typeof node === "number" ? flow.nodes[node] : flow.nodes.find(({ name }) => name === node)
}

/** A node and everything that needs it, over whatever is between. */
function dependents(flow: FlowOutline, name: string): Set<string> {
  const found = new Set([name])
  const takers = takersIn(flow)
  for (const at of found) for (const other of takers.get(at) ?? []) found.add(other) // what is added is walked too
  return found
}

/** By node, those that need it. Every card of a flow asks. */
const known = new WeakMap<FlowOutline, Map<string, string[]>>()

function takersIn(flow: FlowOutline): Map<string, string[]> {
  const made = known.get(flow)
  if (made) return made
  const takers = new Map<string, string[]>()
  for (const { name, needs } of flow.nodes)
    for (const needed of needs) takers.set(needed, [...(takers.get(needed) ?? []), name])
  known.set(flow, takers)
  return takers
}

/** What follows when an input or a node is called otherwise, or dangles when it is deleted. */
export function renameImpact(
  flow: FlowOutline,
  what: { kind: "input" | "node"; name: string },
): ReferenceOutline[] {
  return flow.references.filter(({ reference }) => refersTo(reference, what.kind, what.name))
}
