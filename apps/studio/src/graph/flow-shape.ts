/** What the graph draws: ports at the top and bottom, and the nodes between. */
export interface GraphNode {
  id: string
  name: string
  kind:
    | "inputs"
    | "outputs"
    | "llm"
    | "prompt"
    | "python"
    | "javascript"
    | "typescript"
    | "custom_llm"
    | string
  aggregation: boolean
  variants: number
  problems: number
  /** Bypassed nodes that it stands for while their branch is collapsed. */
  collapsed?: readonly string[]
}

export interface GraphEdge {
  id: string
  from: string
  to: string
  /** The node's input, or the flow's output; `when` of a condition. */
  input: string
  /** As it is written: `${fetch.output.title}`. */
  reference: string
}

export interface FlowShape {
  nodes: GraphNode[]
  edges: GraphEdge[]
}

export const INPUTS = "\0inputs"
export const OUTPUTS = "\0outputs"

/** A node by its name, and the ports by what they are. */
export function portName(node = ""): string {
  return node === INPUTS ? "the inputs" : node === OUTPUTS ? "the outputs" : node
}

export interface JoinedEdge {
  id: string
  from: string
  to: string
  references: GraphEdge[]
}

/** One line between two nodes, whatever the number of references between them. */
export function joinedEdges(edges: readonly GraphEdge[]): JoinedEdge[] {
  const joined = new Map<string, JoinedEdge>()
  for (const edge of edges) {
    const id = `${edge.from}→${edge.to}`
    const known = joined.get(id)
    if (known) known.references.push(edge)
    else joined.set(id, { id, from: edge.from, to: edge.to, references: [edge] })
  }
  return [...joined.values()]
}
