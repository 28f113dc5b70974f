import { type Binding, MillraceError, type Plan, type PlannedNode } from "@internal/schema"
import { type Dict, Json, repr, type Value } from "@internal/value"
import { readProperty } from "./property.ts"

/**
 * The plan that runs these nodes alone, with what is given standing for the outputs of others: by `node.output`, or
 * `node.output.property` as the reference has it. Flow outputs whose node neither runs nor is given, and inputs that
 * nothing uses, are left out. Fails with `SINGLE_NODE_INVALID` for a node that is not there, and with `INPUTS_REQUIRED`,
 * naming every output that the nodes need.
 */
export function partOfPlan(plan: Plan, run: readonly string[], given: Dict): Plan {
  const planned = new Map(plan.nodes.map((node) => [node.name, node]))
  const kept = new Set<string>()
  const keep = (name: string) => {
    const node = planned.get(name)
    if (!node)
      throw new MillraceError(
        "SINGLE_NODE_INVALID",
        { reason: `There is no node ${name} in the flow` },
        { hint: `The nodes are ${[...planned.keys()].join(", ")}.` },
      )
    if (kept.has(name)) return
    kept.add(name)
    const onError = node.policy?.onError
    if (onError?.kind === "fallback" && onError.to !== "connection" && planned.has(onError.name))
      keep(onError.name)
  }
  for (const name of run) keep(name)

  const isStage = (name: string) => planned.get(name)?.stage === "aggregation"
  const missing = new Set<string>()
  /** The binding as the part has it; undefined: what it names is neither run nor given. */
  const bound = (binding: Binding, inAggregation: boolean): Binding | undefined => {
    if (binding.kind !== "node-output" || kept.has(binding.node)) return binding
    const value = givenFor(binding, given)
    if (value === undefined) return undefined
    const isList = inAggregation && !isStage(binding.node) // an aggregation takes a list of a value per line
    return { kind: "literal", value: Json.of(isList ? [value] : value) }
  }
  const need = (binding: Binding, node: PlannedNode): Binding => {
    const made = bound(binding, node.stage === "aggregation")
    if (!made && binding.kind === "node-output") missing.add(keyOf(binding))
    return made ?? binding
  }
  const nodes = plan.nodes
    .filter(({ name }) => kept.has(name))
    .map((node) => ({
      ...node,
      bindings: Object.fromEntries(
        Object.entries(node.bindings).map(([name, binding]) => [name, need(binding, node)]),
      ),
      ...(node.activate && { activate: { ...node.activate, when: need(node.activate.when, node) } }),
      after: node.after.filter((name) => kept.has(name)),
    }))
  if (missing.size > 0)
    throw new MillraceError("INPUTS_REQUIRED", { inputs: repr([...missing]), subject: run.join(", ") })
  const outputs = plan.outputs.flatMap((output) => {
    const binding = bound(output.binding, false)
    return binding ? [{ ...output, binding }] : []
  })
  const used = new Set(
    [
      ...nodes.flatMap(({ bindings, activate }) => [
        ...Object.values(bindings),
        ...(activate ? [activate.when] : []),
      ]),
      ...outputs.map(({ binding }) => binding),
    ].flatMap((binding) => (binding.kind === "flow-input" ? [binding.name] : [])),
  )
  return { ...plan, nodes, outputs, inputs: plan.inputs.filter(({ name }) => used.has(name)) }
}

type NodeOutput = Binding & { kind: "node-output" }

function keyOf({ node, property }: NodeOutput): string {
  return property === "" ? `${node}.output` : `${node}.output.${property}`
}

function givenFor(binding: NodeOutput, given: Dict): Value | undefined {
  const own = given.get(keyOf(binding))
  if (own !== undefined) return own
  const whole = given.get(`${binding.node}.output`)
  if (whole === undefined || binding.property === "") return whole
  return whole === null ? null : readProperty(whole, binding.property, binding.node)
}
