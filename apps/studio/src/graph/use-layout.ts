import { useEffect, useMemo, useState } from "react"
import type { Layout, LayoutAnswer, LayoutQuestion, Places } from "./layout-protocol.ts"

let worker: Worker | undefined
let asked = 0
const waiting = new Map<number, (layout: Layout) => void>()
/** Layouts by shape: going back to a flow, another name of a node, or an undo costs nothing. */
const known = new Map<string, Layout>()
const KEPT = 50

/** Starts the worker, so that it is there when the first graph is. */
export function prepareLayout(): Worker {
  if (worker) return worker
  worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" })
  worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  }
  return worker
}

function ask(question: Omit<LayoutQuestion, "id">): Promise<Layout> {
  const id = ++asked
  prepareLayout().postMessage({ ...question, id } satisfies LayoutQuestion)
  return new Promise((resolve) => waiting.set(id, resolve))
}

/** `isSettled`: it is that of these nodes and wires, and not one before with what is new beside it. */
export type SettledLayout = Layout & { isSettled: boolean }

/**
 * Where nodes stand. Only the shape of the graph asks for a layout, never what its nodes are called or say. Until a new one is
 * there, what stood somewhere stays there, and what is new stands below what it is fed by.
 */
export function useLayout(question: Omit<LayoutQuestion, "id">): SettledLayout | undefined {
  const { nodes, edges } = question
  const ids = nodes.map(({ id }) => id).join("\n")
  const shape = useMemo(() => shapeOf(nodes, edges), [nodes, edges])
  const [laid, setLaid] = useState<{ shape: string; layout: Layout }>()
  const found = known.get(shape)
  useEffect(() => {
    if (known.has(shape)) return
    let isOld = false
    const { nodes: asBefore, edges: wires } = JSON.parse(shape) as ReturnType<typeof byPosition>
    void ask({
      nodes: asBefore.map(([width, height], i) => ({ id: String(i), width, height })),
      edges: wires.map(([from, to]) => ({ from: String(from), to: String(to) })),
    }).then((layout) => {
      known.set(shape, layout)
      if (known.size > KEPT) known.delete(known.keys().next().value as string)
      if (!isOld) setLaid({ shape, layout })
    })
    return () => {
      isOld = true
    }
  }, [shape])
  const [last, setLast] = useState<Layout>()
  const exact = found ?? (laid?.shape === shape ? laid.layout : undefined)
  const now = useMemo(() => (exact ? named(exact, ids.split("\n"), edges) : undefined), [exact, ids, edges])
  useEffect(() => {
    if (now) setLast(now)
  }, [now])
  return useMemo(
    () =>
      now
        ? { ...now, isSettled: true }
        : last && { ...last, places: withNew(last.places, nodes, edges), isSettled: false },
    [now, last, nodes, edges],
  )
}

function byPosition(nodes: LayoutQuestion["nodes"], edges: LayoutQuestion["edges"]) {
  const at = new Map(nodes.map(({ id }, i) => [id, i]))
  return {
    nodes: nodes.map(({ width, height }) => [width, height] as [number, number]),
    edges: edges.map(({ from, to }) => [at.get(from) ?? 0, at.get(to) ?? 0] as [number, number]),
  }
}

function shapeOf(nodes: LayoutQuestion["nodes"], edges: LayoutQuestion["edges"]): string {
  return JSON.stringify(byPosition(nodes, edges))
}

/** A layout by position, for nodes by their ids. */
function named(layout: Layout, ids: readonly string[], edges: LayoutQuestion["edges"]): Layout {
  const at = new Map(ids.map((id, i) => [id, i]))
  return {
    places: Object.fromEntries(ids.map((id, i) => [id, layout.places[i] ?? { x: 0, y: 0 }])),
    wires: Object.fromEntries(
      edges.map(({ from, to }) => [`${from}→${to}`, layout.wires[`${at.get(from)}→${at.get(to)}`] ?? []]),
    ),
  }
}

function withNew(places: Places, nodes: LayoutQuestion["nodes"], edges: LayoutQuestion["edges"]): Places {
  const all = { ...places }
  for (const { id, height } of nodes) {
    if (all[id]) continue
    const above = edges.filter(({ to }) => to === id).flatMap(({ from }) => all[from] ?? [])
    const x = above.reduce((sum, place) => sum + place.x, 0) / Math.max(1, above.length)
    const y = Math.max(0, ...(above.length > 0 ? above : Object.values(places)).map((place) => place.y))
    all[id] = { x, y: y + height + 44 }
  }
  return all
}
