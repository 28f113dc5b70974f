import { MillraceError, type Plan, type PlannedNode } from "@internal/schema"
import { type Dict, repr, type Value } from "@internal/value"
import { castInput } from "./cast-input.ts"
import { propertyTokens } from "./property.ts"

/** The values for a run of one node: what replaces its references, and its literals that were given anew. */
export interface SingleNodeInputs {
  /** By input name of the node, in the order of its bindings: values of all references and replaced literals. */
  values: Dict
  /** Names that were given and are used nowhere. */
  unused: string[]
}

/**
 * Inputs of a single-node run (spec 3.9). A node reference takes `node.output[.property]` or the input's name; a flow input
 * takes `inputs.name`, `flow.name` or the input's name, then, where it has a default, its own name (which the original
 * uses and calls unknown) or that default; a literal takes the input's name (which the
 * original ignores, Appendix B 10). Fails with `INPUTS_REQUIRED`, naming all that is missing, and as `castInput` does.
 */
export function resolveNodeInputs(plan: Plan, node: PlannedNode, given: Dict): SingleNodeInputs {
  const values: Dict = new Map()
  const used = new Set<string>()
  const missing: string[] = []
  const take = (...keys: string[]): Value | undefined => {
    const key = keys.find((name) => given.has(name))
    if (key !== undefined) used.add(key)
    return key === undefined ? undefined : given.get(key)
  }
  const aggregated = (value: Value) => (node.stage === "aggregation" ? [value] : value)
  for (const [name, binding] of Object.entries(node.bindings)) {
    if (binding.kind === "flow-input") {
      const port = plan.inputs.find((input) => input.name === binding.name)
      const fallback = port?.default && (given.get(binding.name) ?? port.default.value)
      const value = take(`inputs.${binding.name}`, `flow.${binding.name}`, name) ?? fallback
      if (value === undefined) missing.push(name)
      else
        values.set(
          name,
          aggregated(
            port
              ? castInput(port, value, { subject: `The value for input ${name} of node ${node.name}` })
              : value,
          ),
        )
    } else if (binding.kind === "node-output") {
      const key = `${binding.node}.output`
      const value = take(binding.property ? `${key}.${binding.property}` : key, name)
      const isAggregation = plan.nodes.some(
        (other) => other.name === binding.node && other.stage === "aggregation",
      )
      if (value === undefined) missing.push(name)
      else {
        const picked = pick(value, binding.property)
        values.set(name, isAggregation ? picked : aggregated(picked))
      }
    } else {
      const value = take(name)
      if (value !== undefined) values.set(name, value)
    }
  }
  if (missing.length > 0) {
    throw new MillraceError("INPUTS_REQUIRED", { inputs: repr(missing), subject: node.name })
  }
  return { values, unused: Array.from(given.keys()).filter((name) => !used.has(name)) }
}

/** A value may be given as the property itself or as the dict that holds it. */
function pick(value: Value, property: string): Value {
  const [token, ...more] = propertyTokens(property)
  if (!token || more.length > 0 || token.kind === "index" || !(value instanceof Map)) return value
  return value.get(token.name) ?? value
}
