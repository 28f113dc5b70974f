import { useMemo, useRef } from "react"
import type { FlowShape } from "../graph/flow-shape.ts"
import { useOutline } from "./flow-context.ts"
import { flowShapeOf } from "./flow-shape-of.ts"
import { useProblemsByNode } from "./use-problems.ts"

/** The graph of the open flow. The shape, its wires and each node are the same objects while they are as they were. */
export function useFlowShape(): FlowShape {
  const outline = useOutline()
  const problems = useProblemsByNode()
  const last = useRef<FlowShape>(undefined)
  return useMemo(() => {
    last.current = sameParts(flowShapeOf(outline, problems), last.current)
    return last.current
  }, [outline, problems])
}

function sameParts(now: FlowShape, before: FlowShape | undefined): FlowShape {
  if (!before) return now
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const nodes = now.nodes.map((node) => {
    const known = old.get(node.id)
    return known && isSame(known, node) ? known : node
  })
  const isNodes = nodes.length === before.nodes.length && nodes.every((node, i) => node === before.nodes[i])
  const isEdges =
    now.edges.length === before.edges.length &&
    now.edges.every((edge, i) => isSame(edge, before.edges[i] as typeof edge))
  if (isNodes && isEdges) return before
  return { nodes: isNodes ? before.nodes : nodes, edges: isEdges ? before.edges : now.edges }
}

/** Of objects with the same keys and nothing but plain values. */
function isSame<T extends object>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every((key) => a[key] === b[key])
}
