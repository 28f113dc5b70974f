import "@xyflow/react/dist/base.css"
import {
  Background,
  type Connection,
  Controls,
  type Edge,
  MiniMap,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react"
import { useEffect, useMemo, useRef } from "react"
import { Skeleton } from "../ui/skeleton.tsx"
import { type FlowShape, joinedEdges } from "./flow-shape.ts"
import styles from "./graph.module.css"
import { GraphWire } from "./graph-edge.tsx"
import { GraphNodeBox } from "./graph-node.tsx"
import { StatusContext, type StatusSource } from "./node-status.ts"
import { useLayout } from "./use-layout.ts"

const NODE_TYPES = { box: GraphNodeBox }
const EDGE_TYPES = { wire: GraphWire }
const WIDTH = 184
const HEIGHT = 48
/** Room for the buttons. */
const FIT = { top: "24px", right: "24px", bottom: "24px", left: "64px" } as const
/** From here on a minimap helps, and wires are simpler. */
const MANY = 12

export interface FlowGraphProps {
  shape: FlowShape
  statuses: StatusSource
  selected: string | undefined
  onSelect(node: string): void
  /** A wire was drawn from a node to another. */
  onConnect?(from: string, to: string): void
}

/** The flow as a graph: pan, zoom, fit; nodes and cards follow each other. */
export default function FlowGraph(props: FlowGraphProps) {
  return (
    <StatusContext value={props.statuses}>
      <ReactFlowProvider>
        <Drawn {...props} />
      </ReactFlowProvider>
    </StatusContext>
  )
}

function Drawn({ shape, selected, onSelect, onConnect }: FlowGraphProps) {
  const joined = useMemo(() => joinedEdges(shape.edges), [shape.edges])
  const layout = useLayout({
    nodes: shape.nodes.map(({ id }) => ({ id, width: WIDTH, height: HEIGHT })),
    edges: joined.map(({ from, to }) => ({ from, to })),
  })
  const places = layout?.places
  const nodes = useMemo<Node[]>(
    () =>
      shape.nodes.map((node) => ({
        id: node.id,
        type: "box",
        data: node as unknown as Record<string, unknown>,
        position: places?.[node.id] ?? { x: 0, y: 0 },
        selected: node.id === selected,
        width: WIDTH,
        height: HEIGHT,
        hidden: places?.[node.id] === undefined,
        ariaLabel: `${node.kind} ${node.name}`,
      })),
    [shape.nodes, places, selected],
  )
  const edges = useMemo<Edge[]>(
    () =>
      joined.map(({ id, from, to, references }) => ({
        id,
        source: from,
        target: to,
        type: "wire",
        data: { references, between: layout?.wires[`${from}→${to}`] ?? [] },
        focusable: false,
      })),
    [joined, layout],
  )
  const flow = useReactFlow()
  const hasPlaces = places !== undefined
  const size = useRef(0)
  useEffect(() => {
    if (!hasPlaces || size.current === shape.nodes.length) return
    size.current = shape.nodes.length
    requestAnimationFrame(() => void flow.fitView({ padding: FIT, maxZoom: 1 }))
  }, [hasPlaces, shape.nodes.length, flow])
  if (!places) return <Skeleton text="Laying the graph out" />
  return (
    <ReactFlow
      className={styles.graph}
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      onNodeClick={(_, node) => onSelect(node.id)}
      onConnect={({ source, target }: Connection) => onConnect?.(source, target)}
      nodesDraggable={false}
      nodesConnectable={onConnect !== undefined}
      edgesFocusable={false}
      deleteKeyCode={null}
      onlyRenderVisibleElements
      minZoom={0.05}
      maxZoom={2}
      fitView
      fitViewOptions={{ padding: FIT, maxZoom: 1 }}
      proOptions={{ hideAttribution: true }}
    >
      <Background gap={20} size={1} color="var(--border)" />
      <Controls showInteractive={false} aria-label="Zoom" />
      {shape.nodes.length > MANY && (
        <MiniMap pannable zoomable ariaLabel="The whole graph" nodeColor="var(--border-strong)" />
      )}
    </ReactFlow>
  )
}
