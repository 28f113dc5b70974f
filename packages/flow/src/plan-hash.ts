import type { FolderReader, Plan } from "@internal/schema"
import { Json } from "@internal/value"
import { forHash, nodeParts } from "./node-parts.ts"
import { sha256 } from "./sha256.ts"

/**
 * Gives a plan that is to run the parts of its nodes' keys, and the hash of everything that decides an output: what it
 * says without places and diagnostics, and the text of code and templates. Two files that mean the same plan have the
 * same hash.
 */
export function hashPlan(plan: Plan, reader: FolderReader): void {
  for (const node of plan.nodes) node.parts = nodeParts(node.tool, reader)
  plan.hash = planHash(plan)
}

function planHash(plan: Plan): string {
  const nodes = plan.nodes.map(({ name, stage, bindings, activate, escaped, parts }) => ({
    name,
    stage,
    bindings,
    activate: activate && { when: activate.when, is: Json.of(activate.is) },
    escaped,
    parts,
  }))
  const inputs = plan.inputs.map(({ name, type, default: given }) => ({ name, type, default: given }))
  const outputs = plan.outputs.map(({ name, binding }) => ({ name, binding }))
  const { messageFormat, environment } = plan
  return sha256(JSON.stringify({ inputs, outputs, nodes, messageFormat, environment }, forHash))
}
