import type { JoinedEdge } from "./flow-shape.ts"
import type { Places } from "./layout-protocol.ts"

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight"

export function isArrow(key: string): key is Arrow {
  return key === "ArrowUp" || key === "ArrowDown" || key === "ArrowLeft" || key === "ArrowRight"
}

/**
 * The node that an arrow leads to: down a wire, up a wire, and left and right to what stands in the same row. Of several the
 * nearest; undefined where there is none.
 */
export function stepFrom(
  node: string,
  arrow: Arrow,
  edges: readonly JoinedEdge[],
  places: Places,
): string | undefined {
  const at = places[node]
  if (!at) return undefined
  const far = (id: string) => {
    const { x, y } = places[id] ?? { x: Number.POSITIVE_INFINITY, y: 0 }
    return Math.abs(x - at.x) + Math.abs(y - at.y)
  }
  const nearest = (ids: string[]) => ids.sort((a, b) => far(a) - far(b))[0]
  if (arrow === "ArrowDown") return nearest(edges.filter(({ from }) => from === node).map(({ to }) => to))
  if (arrow === "ArrowUp") return nearest(edges.filter(({ to }) => to === node).map(({ from }) => from))
  const isRight = arrow === "ArrowRight"
  return nearest(
    Object.keys(places).filter((id) => {
      const { x, y } = places[id] as { x: number; y: number }
      return id !== node && Math.abs(y - at.y) < 40 && (isRight ? x > at.x : x < at.x)
    }),
  )
}
