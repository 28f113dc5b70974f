import type { Diagnostic, OutputPort, PlannedNode } from "@internal/schema"
import { diagnose } from "./diagnose.ts"
import { POLICY_KEY } from "./node-policy.ts"

/**
 * Finds out whether the fallbacks of nodes are nodes or connections. A fallback node runs only when it is needed: nobody
 * else may refer to it, and what it refers to must have ended before the node that it stands in for.
 */
export function resolveFallbacks(nodes: PlannedNode[], outputs: readonly OutputPort[]): Diagnostic[] {
  const found: Diagnostic[] = []
  const byName = new Map(nodes.map((node) => [node.name, node]))
  for (const node of nodes) {
    const onError = node.policy?.onError
    if (onError?.kind !== "fallback") continue
    const target = byName.get(onError.name)
    onError.to = target ? "node" : "connection"
    const reason = target ? unfit(target, node, { nodes, outputs, byName }) : noModel(node)
    if (target) target.onDemand = true
    if (reason === undefined) continue
    const field = `${POLICY_KEY}.on_error of node ${node.name}`
    found.push(
      diagnose("FLOW_FIELD_INVALID", { field, value: onError.name, reason }, node.place ?? { file: "" }),
    )
  }
  return found
}

function noModel({ tool }: PlannedNode): string | undefined {
  if (tool.kind === "llm") return undefined
  return "there is no node of this name, and only an LLM node can fall back on a connection"
}

function unfit(
  target: PlannedNode,
  node: PlannedNode,
  flow: {
    nodes: readonly PlannedNode[]
    outputs: readonly OutputPort[]
    byName: ReadonlyMap<string, PlannedNode>
  },
): string | undefined {
  const { nodes, outputs, byName } = flow
  if (target === node) return "a node cannot fall back on itself"
  if (target.stage !== node.stage) return "it is of another stage"
  const reads = outputs.some(({ binding }) => binding.kind === "node-output" && binding.node === target.name)
  if (reads || nodes.some(({ after }) => after.includes(target.name)))
    return "something refers to it; refer to the node that it stands in for"
  const before = ancestors(node, byName)
  const missing = target.after.find((name) => !before.has(name))
  return missing && `it needs ${missing}, which need not have ended when ${node.name} fails`
}

function ancestors({ after }: PlannedNode, byName: ReadonlyMap<string, PlannedNode>): Set<string> {
  const found = new Set<string>()
  const open = [...after]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    open.push(...(byName.get(name)?.after ?? []))
  }
  return found
}
