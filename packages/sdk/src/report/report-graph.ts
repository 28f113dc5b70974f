import { planFlow } from "@internal/flow"
import { loadFlow } from "../flow/load-flow.ts"

/** The nodes of a flow in order, and which wait for which. Empty for flows without a graph, or when the files are gone. */
export interface ReportGraph {
  nodes: { name: string; kind: string; aggregation: boolean }[]
  edges: [from: string, to: string][]
}

export function reportGraph(flow: string, cwd: string): ReportGraph {
  try {
    using loaded = loadFlow(flow, cwd)
    const plan = planFlow(loaded.flow, { reader: loaded.reader, signatures: new Map(), mode: "validate" })
    const names = new Set(plan.nodes.map((node) => node.name))
    return {
      nodes: plan.nodes.map(({ name, tool, stage }) => ({
        name,
        kind: tool.kind,
        aggregation: stage === "aggregation",
      })),
      edges: plan.nodes.flatMap(({ name, after }) =>
        after.filter((from) => names.has(from)).map((from): [string, string] => [from, name]),
      ),
    }
  } catch {
    // a page without its picture still shows the run
    return { nodes: [], edges: [] }
  }
}
