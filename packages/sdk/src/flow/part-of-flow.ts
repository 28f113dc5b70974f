import { loadNested } from "@internal/engine"
import { partOfPlan, planError } from "@internal/flow"
import type { Plan } from "@internal/schema"
import { type Dict, fromPlain, type Value } from "@internal/value"
import type { ImageFolder } from "../media/image-folder.ts"
import type { ExecutionRequest } from "./execution-request.ts"

/** The plan, or where some of its nodes were asked for that part of it, images of given outputs loaded. */
export async function requestedPart(
  plan: Plan,
  { nodes, inputs, signal }: Pick<ExecutionRequest, "nodes" | "inputs" | "signal">,
  store: ImageFolder,
): Promise<Plan> {
  if (!nodes || plan.kind !== "dag" || planError(plan.diagnostics)) return plan
  const given: Dict = new Map()
  const context = { store, format: plan.messageFormat, signal: signal ?? new AbortController().signal }
  for (const [key, value] of fromPlain(inputs ?? {}) as Dict)
    given.set(key, key.includes(".output") ? await loadNested(value, context) : value)
  return partOfPlan(plan, nodes, given)
}

/** Of what was given to such a part its flow inputs, also where they are named `inputs.name`. */
export function partInputs(plan: Plan, given: Dict): Dict {
  const inputs: Dict = new Map()
  for (const { name } of plan.inputs) {
    const key = [`inputs.${name}`, `flow.${name}`, name].find((key) => given.has(key))
    if (key !== undefined) inputs.set(name, given.get(key) as Value)
  }
  return inputs
}
