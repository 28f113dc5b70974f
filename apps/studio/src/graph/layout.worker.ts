import { Graph, layout } from "@dagrejs/dagre"
import type { LayoutAnswer, LayoutQuestion } from "./layout-protocol.ts"

/** From here on ranks need not be the best: the best take as long as everything else ten times. */
const MANY = 150

/** Lays a graph out from top to bottom, away from the page's thread. */
self.onmessage = ({ data }: MessageEvent<LayoutQuestion>) => {
  const graph = new Graph()
  graph.setGraph({
    ...{ rankdir: "TB", nodesep: 28, ranksep: 44, marginx: 16, marginy: 16 },
    ranker: data.nodes.length > MANY ? "tight-tree" : "network-simplex",
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of data.nodes) graph.setNode(id, { width, height })
  for (const { from, to } of data.edges) graph.setEdge(from, to)
  layout(graph)
  const places = Object.fromEntries(
    data.nodes.map(({ id, width, height }) => {
      const { x = 0, y = 0 } = graph.node(id) ?? {}
      return [id, { x: x - width / 2, y: y - height / 2 }]
    }),
  )
  const wires = Object.fromEntries(
    data.edges.map(({ from, to }) => {
      const points = (graph.edge(from, to) as { points?: { x: number; y: number }[] } | undefined)?.points
      return [`${from}→${to}`, (points ?? []).slice(1, -1).map(({ x, y }) => ({ x, y }))]
    }),
  )
  self.postMessage({ id: data.id, places, wires } satisfies LayoutAnswer)
}
