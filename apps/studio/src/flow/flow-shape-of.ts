import type { FlowOutline } from "@internal/flow"
import type { FlowDiagnostic } from "@internal/schema/studio"
import { type FlowShape, type GraphEdge, INPUTS, OUTPUTS } from "../graph/flow-shape.ts"

/** The graph of a flow: its nodes, and a wire for each reference. */
export function flowShapeOf(
  outline: FlowOutline,
  problems: ReadonlyMap<string, readonly FlowDiagnostic[]>,
): FlowShape {
  const names = new Set(outline.nodes.map(({ name }) => name))
  const edges: GraphEdge[] = []
  const wire = (from: string, to: string, input: string, reference: string) => {
    if (from !== INPUTS && !names.has(from)) return // it dangles: the card says so
    edges.push({ id: `${edges.length}`, from, to, input, reference })
  }
  for (const { reference, owner, text, path } of outline.references) {
    const to =
      owner.kind === "node"
        ? (outline.nodes[owner.index ?? -1]?.name ?? owner.node)
        : owner.kind === "output"
          ? OUTPUTS
          : undefined
    if (to === undefined || to === "") continue
    const from =
      reference.kind === "flow-input" ? INPUTS : reference.kind === "node-output" ? reference.node : undefined
    if (from !== undefined) wire(from, to, String(path.at(-1) ?? ""), text)
  }
  return {
    nodes: [
      ...(outline.inputs.length > 0 ? [portNode(INPUTS, "inputs", "Inputs")] : []),
      ...outline.nodes.map((node) => ({
        id: node.name,
        name: node.name,
        kind: kindOf(node),
        aggregation: node.isAggregation,
        variants: node.variants.length,
        problems: (problems.get(node.name) ?? []).filter(({ severity }) => severity === "error").length,
      })),
      ...(outline.outputs.length > 0 ? [portNode(OUTPUTS, "outputs", "Outputs")] : []),
    ],
    edges,
  }
}

/** Of a node with variants, that of its default. */
export function kindOf(node: FlowOutline["nodes"][number]): string {
  return node.type || (node.variants.find(({ isDefault }) => isDefault) ?? node.variants[0])?.type || "tool"
}

function portNode(id: string, kind: string, name: string): FlowShape["nodes"][number] {
  return { id, name, kind, aggregation: false, variants: 0, problems: 0 }
}
