import type { FlowShape, GraphNode } from "./flow-shape.ts"

/** Each branch of bypassed nodes as one node, which has the id of the first of them. A node alone stays as it is. */
export function collapsed(shape: FlowShape, bypassed: ReadonlySet<string>): FlowShape {
  const branches = branchesOf(shape, bypassed)
  const head = new Map<string, string>()
  for (const branch of branches) for (const id of branch) head.set(id, branch[0] as string)
  if (head.size === 0) return shape
  const nodes = shape.nodes.flatMap((node): GraphNode[] => {
    const branch = branches.find(([first]) => first === node.id)
    if (branch) return [{ ...node, name: `${branch.length} bypassed nodes`, collapsed: branch }]
    return head.has(node.id) ? [] : [node]
  })
  const edges = shape.edges.flatMap((edge) => {
    const from = head.get(edge.from) ?? edge.from
    const to = head.get(edge.to) ?? edge.to
    return from === to ? [] : [{ ...edge, from, to }]
  })
  return { nodes, edges }
}

/** Bypassed nodes that hang together, two or more, in the order of the flow. */
function branchesOf({ nodes, edges }: FlowShape, bypassed: ReadonlySet<string>): string[][] {
  const beside = new Map<string, string[]>()
  for (const { from, to } of edges) {
    if (!bypassed.has(from) || !bypassed.has(to)) continue
    beside.set(from, [...(beside.get(from) ?? []), to])
    beside.set(to, [...(beside.get(to) ?? []), from])
  }
  const seen = new Set<string>()
  const order = nodes.map(({ id }) => id)
  return order.flatMap((start) => {
    if (!beside.has(start) || seen.has(start)) return []
    const branch = new Set([start])
    for (const at of branch) for (const next of beside.get(at) ?? []) branch.add(next) // what is added is walked too
    for (const id of branch) seen.add(id)
    return [order.filter((id) => branch.has(id))]
  })
}
