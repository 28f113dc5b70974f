import type { Binding, Plan } from "@internal/schema"

/** References to line nodes that aggregation nodes make. */
export function aggregatedReferences(plan: Plan): (Binding & { kind: "node-output" })[] {
  const lineNodes = new Set(plan.nodes.filter((node) => node.stage === "line").map((node) => node.name))
  return plan.nodes
    .filter((node) => node.stage === "aggregation")
    .flatMap((node) => Object.values(node.bindings))
    .filter((b): b is Binding & { kind: "node-output" } => b.kind === "node-output" && lineNodes.has(b.node))
}
