import { Handle, type NodeProps, Position } from "@xyflow/react"
import { memo } from "react"
import { classNames } from "../ui/class-names.ts"
import { formatCount, formatDuration } from "../ui/format.ts"
import { StateDot } from "../ui/state-dot.tsx"
import type { GraphNode } from "./flow-shape.ts"
import styles from "./graph.module.css"
import { KindIcon } from "./kind-icon.tsx"
import { useNodeStatus } from "./node-status.ts"

/** A node of the graph gets its id and what does not change while it runs; what it does it asks for itself. */
export const GraphNodeBox = memo(function GraphNodeBox({ data, selected }: NodeProps) {
  const node = data as unknown as GraphNode
  const status = useNodeStatus(node.id)
  const isPort = node.kind === "inputs" || node.kind === "outputs"
  const facts = [
    status.count,
    status.duration !== undefined && formatDuration(status.duration),
    status.tokens ? formatCount(status.tokens, "token") : undefined,
    node.variants > 1 && `${node.variants} variants`,
  ].filter((fact) => fact)
  return (
    <div
      className={classNames(
        styles.node,
        isPort && styles.port,
        selected && styles.selected,
        status.state === "bypassed" && styles.bypassed,
        status.stale !== undefined && styles.stale,
      )}
      title={status.stale ?? status.condition}
    >
      {node.kind !== "inputs" && <Handle type="target" position={Position.Top} className={styles.handle} />}
      <span className={styles.head}>
        {status.state ? <StateDot state={status.state} /> : <KindIcon kind={node.kind} />}
        <span className={styles.name}>{node.name}</span>
        {node.problems > 0 && <span className={styles.problems}>{node.problems}</span>}
      </span>
      {facts.length > 0 && <span className={styles.facts}>{facts.join(" · ")}</span>}
      {node.kind !== "outputs" && (
        <Handle type="source" position={Position.Bottom} className={styles.handle} />
      )}
    </div>
  )
})
