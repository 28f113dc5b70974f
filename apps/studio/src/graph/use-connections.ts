import type { OnConnectEnd } from "@xyflow/react"
import { useCallback, useRef } from "react"

/** A wire that somebody has drawn, and where in the window it ended. */
export interface DrawnConnection {
  from: string
  /** Undefined: where nothing is. */
  to: string | undefined
  at: { x: number; y: number }
}

/** Tells of wires that were drawn, to a port or anywhere on a node, from an output or backwards from an input. */
export function useConnections(onDrawn: (connection: DrawnConnection) => void): OnConnectEnd {
  const tell = useRef(onDrawn)
  tell.current = onDrawn
  return useCallback((event, { fromNode, fromHandle, toNode }) => {
    if (!fromNode) return
    const { clientX: x, clientY: y } = "changedTouches" in event ? (event.changedTouches[0] as Touch) : event
    const under = document
      .elementsFromPoint(x, y)
      .map((element) => element.closest<HTMLElement>(".react-flow__node")?.dataset.id)
      .find((id) => id !== undefined)
    const other = toNode?.id ?? under
    if (other === fromNode.id) return
    if (fromHandle?.type !== "target") tell.current({ from: fromNode.id, to: other, at: { x, y } })
    else if (other !== undefined) tell.current({ from: other, to: fromNode.id, at: { x, y } })
  }, [])
}
