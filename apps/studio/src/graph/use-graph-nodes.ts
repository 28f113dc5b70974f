import { type Node, Position } from "@xyflow/react"
import { useMemo, useRef } from "react"
import { useGrowing } from "../ui/growing.ts"
import type { FlowShape, GraphNode, JoinedEdge } from "./flow-shape.ts"
import { HEIGHT, spokenName, WIDTH } from "./graph-node.tsx"
import type { Places } from "./layout-protocol.ts"

export interface GraphNodesOptions {
  shape: FlowShape
  joined: readonly JoinedEdge[]
  places: Places | undefined
  selected: string | undefined
  canEdit: boolean
}

/** Known before they are drawn, also of those that are out of view. */
const MEASURED = { width: WIDTH, height: HEIGHT }
/** So many nodes are drawn at a time when a graph is opened; the others have their places already. */
const STEP = 250
const IN_TAB_ORDER = { tabIndex: 0 }
const FOR_ARROWS = { tabIndex: -1 }
/** Where wires begin and end, so that nobody has to measure it. */
const PORT = { x: WIDTH / 2, width: 1, height: 1 }
const INTO = { ...PORT, id: null, type: "target", position: Position.Top, y: 0 } as const
const OUT = { ...PORT, id: null, type: "source", position: Position.Bottom, y: HEIGHT } as const

/**
 * Nodes as the graph library takes them. One is the same object while nothing of it is another: another selection draws two
 * nodes, not all. One node is in the tab order; arrows lead to the others.
 */
export function useGraphNodes(options: GraphNodesOptions): Node[] {
  const { shape, joined, places, selected, canEdit } = options
  const made = useRef(new Map<string, Node>())
  const names = useMemo(() => spokenNames(shape, joined), [shape, joined])
  const drawn = useGrowing(places ? shape.nodes.length : 0, STEP)
  return useMemo(() => {
    const before = made.current
    made.current = new Map()
    const reachable = shape.nodes.some(({ id }) => id === selected) ? selected : shape.nodes[0]?.id
    return shape.nodes.flatMap((node, index) => {
      const position = places?.[node.id]
      if (!position) return []
      const old = before.get(node.id)
      const now: Node = {
        id: node.id,
        type: "box",
        data: node as unknown as Record<string, unknown>,
        position: old && isAt(old, position) ? old.position : position,
        selected: node.id === selected,
        hidden: index >= drawn,
        focusable: false,
        ariaRole: "group",
        domAttributes: node.id === reachable ? IN_TAB_ORDER : FOR_ARROWS,
        connectable: canEdit,
        width: WIDTH,
        height: HEIGHT,
        measured: MEASURED,
        handles: handlesOf(node),
        ariaLabel: names.get(node.id) ?? node.name,
      }
      const same = old && isSame(old, now) ? old : now
      made.current.set(node.id, same)
      return [same]
    })
  }, [shape, names, places, drawn, selected, canEdit])
}

const ONLY_OUT = [OUT]
const ONLY_INTO = [INTO]
const BOTH = [INTO, OUT]

function handlesOf({ kind }: GraphNode): NonNullable<Node["handles"]> {
  return (kind === "inputs" ? ONLY_OUT : kind === "outputs" ? ONLY_INTO : BOTH) as NonNullable<
    Node["handles"]
  >
}

function isAt({ position }: Node, { x, y }: { x: number; y: number }): boolean {
  return position.x === x && position.y === y
}

function isSame(a: Node, b: Node): boolean {
  return (Object.keys(b) as (keyof Node)[]).every((key) => a[key] === b[key])
}

function spokenNames({ nodes }: FlowShape, joined: readonly JoinedEdge[]): Map<string, string> {
  const named = new Map(nodes.map(({ id, name, kind }) => [id, kind === "inputs" ? "the inputs" : name]))
  const from = new Map<string, string[]>()
  for (const edge of joined) {
    const names = from.get(edge.to) ?? []
    names.push(named.get(edge.from) ?? "")
    from.set(edge.to, names)
  }
  return new Map(nodes.map((node) => [node.id, spokenName(node, from.get(node.id) ?? [])]))
}
