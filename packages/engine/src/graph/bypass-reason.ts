import { decideActivation } from "@internal/flow"
import type { Binding, PlannedNode } from "@internal/schema"
import { str, type Value } from "@internal/value"
import type { Sessions } from "../sessions.ts"
import { json, matches, shown } from "../values.ts"
import type { BoundValues } from "./bound-values.ts"

/** Whether anything of the node can keep it from running; the nodes that it waits for have ended. */
export function mayBeBypassed({ activate, after }: PlannedNode, values: BoundValues): boolean {
  return activate !== undefined || after.some((name) => values.isBypassed(name))
}

/** Why the node is not run (spec 3.4), or undefined. */
export async function bypassReason(
  { activate, bindings }: PlannedNode,
  values: BoundValues,
  sessions: Sessions,
): Promise<string | undefined> {
  const sources = Object.values(bindings).filter((b) => b.kind === "node-output")
  const nodeInputs = sources.map((b) => (values.isBypassed(b.node) ? "bypassed" : "ok"))
  const when = activate?.when
  const sourceBypassed = when?.kind === "node-output" && values.isBypassed(when.node)
  const conditionMet =
    activate && !sourceBypassed ? await isConditionMet(activate.when, activate.is, values, sessions) : false
  const decision = decideActivation({
    hasActivate: activate !== undefined,
    sourceBypassed,
    conditionMet,
    nodeInputs,
  })
  if (decision === "run") return undefined
  if (!activate) return ""
  return `'${when && "text" in when ? when.text : ""}' is not equal to '${str(activate.is)}'`
}

async function isConditionMet(
  when: Binding,
  is: Value,
  values: BoundValues,
  sessions: Sessions,
): Promise<boolean> {
  const value = await values.value(when)
  if (value.kind === "list") return matches(json(value.items.map((item) => shown(item).value)), is)
  if (value.kind === "connection") return false
  return matches(value, is, sessions.opened("python"))
}
