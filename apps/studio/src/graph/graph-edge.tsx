import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react"
import { memo, useState } from "react"
import { classNames } from "../ui/class-names.ts"
import { ValueView } from "../ui/value-view.tsx"
import type { GraphEdge } from "./flow-shape.ts"
import styles from "./graph.module.css"
import { useNodeStatus } from "./node-status.ts"

interface Point {
  x: number
  y: number
}

/** Down from point to point, without a corner. */
function pathThrough({ sourceX, sourceY, targetX, targetY }: EdgeProps, between: readonly Point[]): string {
  let at = { x: sourceX, y: sourceY }
  let path = `M${at.x},${at.y}`
  for (const next of [...between, { x: targetX, y: targetY }]) {
    const middle = (at.y + next.y) / 2
    path += `C${at.x},${middle} ${next.x},${middle} ${next.x},${next.y}`
    at = next
  }
  return path
}

/** A wire: pointing at it shows the value that went through it in the last run, a click pins that. */
export const GraphWire = memo(function GraphWire(props: EdgeProps) {
  const { source, target, data, id } = props
  const { references, between } = data as { references: GraphEdge[]; between: Point[] }
  const [straight, x, y] = getBezierPath(props)
  const path = between.length > 1 ? pathThrough(props, between) : straight
  const from = useNodeStatus(source)
  const to = useNodeStatus(target)
  const [isNear, setNear] = useState(false)
  const [isPinned, setPinned] = useState(false)
  const isOpen = isNear || isPinned
  const isDim = from.state === "bypassed" || to.state === "bypassed"
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={classNames(styles.wire, isDim && styles.dimWire, isOpen && styles.openWire)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same values are in the cards, for the keyboard */}
      <path
        d={path}
        className={styles.wireTarget}
        onMouseEnter={() => setNear(true)}
        onMouseLeave={() => setNear(false)}
        onClick={() => setPinned(!isPinned)}
      />
      {isOpen && (
        <EdgeLabelRenderer>
          <div
            className={styles.value}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            <span className={styles.reference}>
              {references.map((one) => `${one.input} ← ${one.reference}`).join("\n")}
            </span>
            {from.output !== undefined && <ValueView value={from.output} />}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
