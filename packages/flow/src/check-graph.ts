import { type Diagnostic, didYouMean, type Reference } from "@internal/schema"
import { diagnose } from "./diagnose.ts"
import type { Flow, FlowNode } from "./flow.ts"
import type { FlowValue } from "./flow-value.ts"

/** What may refer to something: an input, or the condition of `activate`. */
interface Use {
  node: FlowNode
  value: FlowValue
  reference: Reference
  isActivate: boolean
}

/** References of a node in file order, its condition last. */
function usesOf(node: FlowNode): Use[] {
  const inputs = Array.from(node.inputs.values(), (value) => ({ value, isActivate: false }))
  const all = node.activate ? [...inputs, { value: node.activate.when, isActivate: true }] : inputs
  return all.flatMap(({ value, isActivate }) =>
    value.reference ? [{ node, value, reference: value.reference, isActivate }] : [],
  )
}

/** The checks of spec 1.2.6 on nodes, in its order, each reporting everything it finds. */
export function checkNodes(flow: Flow): Diagnostic[] {
  const found: Diagnostic[] = []
  const nodes = new Map<string, FlowNode>()
  for (const node of flow.nodes) {
    if (nodes.has(node.name)) found.push(diagnose("NODE_DUPLICATE", { node_name: node.name }, node.place))
    else nodes.set(node.name, node)
  }
  const inputs = flow.inputs.map((input) => input.name)
  const uses = flow.nodes.flatMap(usesOf)
  for (const { node, value, reference, isActivate } of uses) {
    if (reference.kind !== "flow-input" || inputs.includes(reference.name)) continue
    const data = { node_name: node.name, reference: written(value), flow_input_name: reference.name }
    // The original does not look at `activate` here: such a line fails when it gets there.
    found.push(
      diagnose(
        "FLOW_INPUT_UNKNOWN",
        { ...data, suggestion: didYouMean(reference.name, inputs) },
        value.place,
        { strict: isActivate },
      ),
    )
  }
  const source = (use: Use) =>
    use.reference.kind === "node-output" ? nodes.get(use.reference.node) : undefined
  const invalid = (use: Use, reason: string) => {
    const data = {
      node_name: use.node.name,
      reference: written(use.value),
      reason,
      invalid_reference: source(use)?.name ?? "",
    }
    found.push(diagnose("FLOW_REFERENCE_INVALID", data, use.value.place))
  }
  for (const use of uses) {
    const from = source(use)
    if (use.isActivate && use.node.aggregation && from && !from.aggregation) {
      invalid(use, `an aggregation node can be activated by aggregation nodes only, and ${from.name} is none`)
    }
  }
  for (const { node, value, reference } of uses) {
    if (reference.kind !== "node-output") continue
    if (!nodes.has(reference.node)) {
      const data = { node_name: node.name, reference: written(value), reference_node_name: reference.node }
      const suggestion = didYouMean(reference.node, ["inputs", ...nodes.keys()])
      found.push(diagnose("FLOW_REFERENCE_UNKNOWN", { ...data, suggestion }, value.place))
    } else found.push(...sectionProblem(value, reference))
  }
  for (const use of uses) {
    const from = source(use)
    if (!use.node.aggregation && from?.aggregation) {
      invalid(use, `${from.name} is an aggregation node, which runs after all lines`)
    }
  }
  return found
}

/** A section other than `output` fails each line that gets to it. */
export function sectionProblem(value: FlowValue, reference: Reference): Diagnostic[] {
  if (reference.kind !== "node-output" || reference.section === "output") return []
  const data = {
    reference: written(value),
    reference_section: reference.section,
    reference_node_name: reference.node,
  }
  const hint = reference.section.startsWith("output[")
    ? `An index needs a property before it, as in \${node.output.items[0]}.`
    : ""
  return [diagnose("REFERENCE_SECTION", data, value.place, { strict: true, hint })]
}

export function written(value: FlowValue): string {
  return typeof value.value === "string" ? value.value : ""
}

/**
 * Nodes so that each comes after what it refers to, as near to file order as that allows: repeatedly the first node whose
 * dependencies are there (spec 1.2.6). Nodes of a circle follow in file order, with a diagnostic.
 */
export function orderNodes(flow: Flow): { nodes: FlowNode[]; diagnostics: Diagnostic[] } {
  const names = new Set(flow.nodes.map((node) => node.name))
  const open = new Map(flow.nodes.map((node) => [node, dependencies(node).filter((name) => names.has(name))]))
  const done = new Set<string>()
  const nodes: FlowNode[] = []
  while (open.size > 0) {
    const next = flow.nodes.find((node) => open.get(node)?.every((name) => done.has(name)))
    if (!next) break
    open.delete(next)
    done.add(next.name)
    nodes.push(next)
  }
  if (open.size === 0) return { nodes, diagnostics: [] }
  const rest = [...open.keys()]
  const remaining = rest.map((node) => node.name).sort()
  const circle = findCircle(open)
  const place = circle[0]?.place ?? rest[0]?.place
  const cycle = [...circle, circle[0]].map((node) => node?.name).join(" → ")
  const diagnostics = [diagnose("FLOW_CYCLE", { remaining_nodes: remaining, cycle }, place)]
  return { nodes: [...nodes, ...rest], diagnostics }
}

/** Names of the nodes that a node waits for, in the order it names them. */
export function dependencies(node: FlowNode): string[] {
  const names = usesOf(node).flatMap(({ reference }) =>
    reference.kind === "node-output" ? [reference.node] : [],
  )
  return [...new Set(names)]
}

/** Walks dependencies among nodes that all wait for one another until one comes back. */
function findCircle(open: Map<FlowNode, string[]>): FlowNode[] {
  const byName = new Map(Array.from(open.keys(), (node) => [node.name, node]))
  const path: FlowNode[] = []
  let at = open.keys().next().value
  while (at && !path.includes(at)) {
    path.push(at)
    const waits: string[] = open.get(at) ?? []
    at = waits.map((name) => byName.get(name)).find((node) => node !== undefined)
  }
  return at ? path.slice(path.indexOf(at)) : path
}
