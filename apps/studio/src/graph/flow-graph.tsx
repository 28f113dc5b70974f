import "@xyflow/react/dist/base.css"
import {
  Background,
  type Edge,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  ViewportPortal,
} from "@xyflow/react"
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react"
import { MenuAt, type MenuItem } from "../ui/menu.tsx"
import { asBoolean, useRemembered } from "../ui/remembered.ts"
import { Skeleton } from "../ui/skeleton.tsx"
import { collapsed } from "./collapse.ts"
import { type FlowShape, joinedEdges, portName } from "./flow-shape.ts"
import styles from "./graph.module.css"
import { FIT, GraphControls } from "./graph-controls.tsx"
import { GraphWire, WireContext } from "./graph-edge.tsx"
import { FarContext, GraphNodeBox, HEIGHT, WIDTH } from "./graph-node.tsx"
import { isArrow, stepFrom } from "./graph-steps.ts"
import type { Places } from "./layout-protocol.ts"
import { StatusContext, type StatusSource, useBypassed } from "./node-status.ts"
import { type DrawnConnection, useConnections } from "./use-connections.ts"
import { useGraphNodes } from "./use-graph-nodes.ts"
import { prepareLayout, useLayout } from "./use-layout.ts"
import { useFit, useGoTo, useSelectedInView } from "./use-view.ts"
import { allWires } from "./wires.ts"

const NODE_TYPES = { box: GraphNodeBox }
const EDGE_TYPES = { wire: GraphWire }
/** From here on a minimap helps. */
const MANY = 12
/** Nobody reads so many nodes at so small a scale: they are boxes, and their wires one line. */
const FAR = { nodes: 60, zoom: 0.3 }

/** What can be changed in the graph: what each thing may mean, as items of a menu. */
export interface GraphEdits {
  /** A wire was drawn between two nodes. A single item is done without a question. */
  connections(from: string, to: string): MenuItem[]
  /** A wire was drawn from a node to where nothing is. */
  additions(from: string): MenuItem[]
  /** What else can be done with a node. */
  actions(node: string): MenuItem[]
}

export interface FlowGraphProps {
  shape: FlowShape
  statuses: StatusSource
  selected: string | undefined
  /** Another number when somebody has looked for the selected node elsewhere: it is shown so near that it can be read. */
  sought?: number
  /** It was pointed at, or an arrow led there. */
  onSelect(node: string): void
  /** Enter, or a double click. */
  onOpen?(node: string): void
  /** Without it the graph is looked at only. */
  edits?: GraphEdits
  imageAddress?: (path: string) => string | null
}

prepareLayout()

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

function Drawn(props: FlowGraphProps) {
  const { shape: whole, statuses, selected, onSelect, onOpen, edits, imageAddress } = props
  const [isMapWanted, showMap] = useRemembered<boolean | null>("graph.minimap", null, asBoolean)
  const [isLocked, lock] = useState(false)
  const [isCollapsed, collapse] = useState(false)
  const [moved, setMoved] = useState<Places>({})
  const [pinned, setPinned] = useState<ReadonlySet<string>>(new Set())
  const bypassed = useBypassed(statuses, whole.nodes)
  const shape = useMemo(
    () => (isCollapsed ? collapsed(whole, bypassed) : whole),
    [whole, bypassed, isCollapsed],
  )
  const joined = useMemo(() => joinedEdges(shape.edges), [shape.edges])
  const sized = useMemo(
    () => shape.nodes.map(({ id }) => ({ id, width: WIDTH, height: HEIGHT })),
    [shape.nodes],
  )
  const layout = useLayout({ nodes: sized, edges: joined })
  const places = useMemo(() => layout && { ...layout.places, ...moved }, [layout, moved])
  const isMany = shape.nodes.length > FAR.nodes
  // before it is fitted, too: such a graph will be far
  const isFar = useStore(
    ({ transform: [x, y, zoom] }) => isMany && (zoom < FAR.zoom || (!x && !y && zoom === 1)),
  )
  const canEdit = edits !== undefined && !isLocked
  const marked = shape.nodes.find(({ collapsed: branch }) => branch?.includes(selected ?? ""))?.id ?? selected
  const nodes = useGraphNodes({ shape, joined, places, selected: marked, canEdit })
  const edges = useMemo<Edge[]>(
    () =>
      isFar
        ? []
        : joined.map(({ id, from, to, references }) => ({
            id,
            source: from,
            target: to,
            type: "wire",
            data: { references, between: moved[from] || moved[to] ? [] : (layout?.wires[id] ?? []) },
            focusable: false,
            ariaLabel: `Wire from ${portName(from)} to ${portName(to)}`,
          })),
    [isFar, joined, layout, moved],
  )
  const flow = useReactFlow()
  const goTo = useGoTo()
  const [menu, openMenu] = useState<{ at: { x: number; y: number }; label: string; items: MenuItem[] }>()
  const area = useRef<HTMLDivElement>(null)
  const isSettled = layout?.isSettled === true
  const onMoveStart = useFit(isSettled, nodes.length)
  useSelectedInView(marked, isSettled ? places : undefined, props.sought ?? 0)

  const pin = useCallback(
    (wire: string, isPinned: boolean) =>
      setPinned((before) => new Set([...before, wire].filter((one) => one !== wire || isPinned))),
    [],
  )
  const tools = useMemo(
    () => ({ pinned, pin, ...(imageAddress && { imageAddress }) }),
    [pinned, pin, imageAddress],
  )
  /** It may have to be drawn first. */
  const focus = (node: string, tries = 20) => {
    const element = area.current?.querySelector<HTMLElement>(
      `.react-flow__node[data-id="${CSS.escape(node)}"]`,
    )
    if (element) element.focus({ preventScroll: true })
    else if (tries > 0) setTimeout(() => focus(node, tries - 1), 30)
  }
  const drawn = useConnections((connection: DrawnConnection) => {
    if (!edits) return
    const { from, to, at } = connection
    const items = to === undefined ? edits.additions(from) : edits.connections(from, to)
    const [only] = items
    if (items.length === 1 && only && typeof only === "object" && "onSelect" in only) only.onSelect?.()
    else if (items.length > 0) openMenu({ at, label: to === undefined ? "Add a node" : "Connect", items })
  })
  const showActions = (node: string, at: { x: number; y: number }) => {
    const wires = joined.filter(({ from, to }) => from === node || to === node).map(({ id }) => id)
    const isPinned = wires.length > 0 && wires.every((wire) => pinned.has(wire))
    openMenu({
      at,
      label: `Node ${node}`,
      items: [
        ...(onOpen ? [{ label: "Open its card", keys: "enter", onSelect: () => onOpen(node) }] : []),
        wires.length > 0 && {
          label: isPinned ? "Hide the values on its wires" : "Show the values on its wires",
          onSelect: () => {
            for (const wire of wires) pin(wire, !isPinned)
          },
        },
        ...(canEdit ? edits.actions(node) : []),
      ],
    })
  }
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const node = (event.target as Element).closest<HTMLElement>(".react-flow__node")?.dataset.id
    if (event.key === "+" || event.key === "=") void flow.zoomIn()
    else if (event.key === "-") void flow.zoomOut()
    else if (event.key === "0") void flow.fitView(FIT)
    else if (event.key === "1") void flow.zoomTo(1)
    else if (node !== undefined && event.key === "Enter") (onOpen ?? onSelect)(node)
    else if (node !== undefined && places && isArrow(event.key)) {
      const next = stepFrom(node, event.key, joined, places)
      if (next !== undefined) {
        onSelect(next)
        goTo(places[next])
        focus(next)
      }
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onNodesChange = (changes: NodeChange[]) => {
    const by: Places = {}
    for (const change of changes)
      if (change.type === "position" && change.position) by[change.id] = change.position
    if (Object.keys(by).length > 0) setMoved((before) => ({ ...before, ...by }))
  }
  if (!places) return <Skeleton text="Laying the graph out" />
  return (
    <WireContext value={tools}>
      <FarContext value={isFar}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the nodes inside it */}
        <div ref={area} className={styles.area} onKeyDown={keys}>
          <ReactFlow
            className={styles.graph}
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodeClick={(_, node) => onSelect(node.id)}
            onNodeDoubleClick={(_, node) => onOpen?.(node.id)}
            onNodeContextMenu={(event, node) => {
              event.preventDefault()
              const box = (event.target as Element).getBoundingClientRect()
              const isKey = event.clientX === 0 && event.clientY === 0
              showActions(
                node.id,
                isKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY },
              )
            }}
            onNodesChange={onNodesChange}
            onMoveStart={onMoveStart}
            onConnectEnd={drawn}
            connectOnClick={false}
            nodesDraggable={canEdit && !isFar}
            nodeDragThreshold={5}
            nodesConnectable={canEdit}
            edgesFocusable={false}
            disableKeyboardA11y
            zoomOnDoubleClick={false}
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            onlyRenderVisibleElements
            minZoom={0.03}
            maxZoom={2}
            fitView
            fitViewOptions={FIT}
            proOptions={{ hideAttribution: true }}
          >
            {!isFar && <Background gap={20} size={1} color="var(--border)" />}
            {isFar && (
              <ViewportPortal>
                <svg className={styles.farWires} aria-hidden="true">
                  <path
                    d={allWires(joined, places, Object.keys(moved).length > 0 ? {} : (layout?.wires ?? {}))}
                  />
                </svg>
              </ViewportPortal>
            )}
            <GraphControls
              isLocked={edits ? isLocked : undefined}
              onLock={lock}
              isMapShown={isMapWanted ?? shape.nodes.length > MANY}
              onMap={showMap}
              onLayOut={Object.keys(moved).length > 0 ? () => setMoved({}) : undefined}
              bypassed={bypassed.size}
              isCollapsed={isCollapsed}
              onCollapse={collapse}
            />
          </ReactFlow>
          {menu && (
            <MenuAt
              at={menu.at}
              label={menu.label}
              items={menu.items}
              onClose={() => {
                openMenu(undefined)
                if (marked !== undefined) focus(marked)
              }}
            />
          )}
        </div>
      </FarContext>
    </WireContext>
  )
}
