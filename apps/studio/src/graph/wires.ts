import type { JoinedEdge } from "./flow-shape.ts"
import { HEIGHT, WIDTH } from "./graph-node.tsx"
import type { Places } from "./layout-protocol.ts"

interface Point {
  x: number
  y: number
}

/** Down from point to point, without a corner. */
export function pathThrough(points: readonly Point[]): string {
  const [start, ...rest] = points
  if (!start) return ""
  let at = start
  let path = `M${round(at.x)},${round(at.y)}`
  for (const next of rest) {
    const middle = round((at.y + next.y) / 2)
    path += `C${round(at.x)},${middle} ${round(next.x)},${middle} ${round(next.x)},${round(next.y)}`
    at = next
  }
  return path
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** All wires as one path: of a graph that is seen from afar. */
export function allWires(
  edges: readonly JoinedEdge[],
  places: Places,
  between: Readonly<Record<string, readonly Point[]>>,
): string {
  return edges
    .map(({ id, from, to }) => {
      const a = places[from]
      const b = places[to]
      if (!a || !b) return ""
      const start = { x: a.x + WIDTH / 2, y: a.y + HEIGHT }
      const through = (between[id]?.length ?? 0) > 1 ? (between[id] ?? []) : []
      return pathThrough([start, ...through, { x: b.x + WIDTH / 2, y: b.y }])
    })
    .join("")
}
