import { Handle, type NodeProps, Position } from "@xyflow/react"
import { createContext, memo, useContext } from "react"
import { classNames } from "../ui/class-names.ts"
import { formatCount, formatDuration } from "../ui/format.ts"
import { StateDot } from "../ui/state-dot.tsx"
import type { GraphNode } from "./flow-shape.ts"
import styles from "./graph.module.css"
import { KindIcon } from "./kind-icon.tsx"
import { type NodeStatus, useNodeStatus } from "./node-status.ts"

export const WIDTH = 184
export const HEIGHT = 48

const KINDS: Record<string, string> = {
  llm: "LLM node",
  prompt: "prompt node",
  python: "Python node",
  javascript: "JavaScript node",
  typescript: "TypeScript node",
  custom_llm: "custom LLM node",
}

/** What a node is called for those who hear the page; what it did stands inside it. */
export function spokenName(
  { name, kind, problems, aggregation }: GraphNode,
  from: readonly string[],
): string {
  if (kind === "inputs") return "Inputs of the flow"
  const what = kind === "outputs" ? "Outputs of the flow" : `${name}, ${KINDS[kind] ?? `${kind} node`}`
  return [
    what,
    aggregation && "over all lines",
    from.length > 0 && `takes from ${from.join(", ")}`,
    problems > 0 && formatCount(problems, "error"),
  ]
    .filter((part) => part)
    .join("; ")
}

function factsOf(node: GraphNode, status: NodeStatus): string {
  if (status.state === "bypassed") return shortCondition(status)
  return [
    status.count,
    status.duration !== undefined && formatDuration(status.duration),
    status.tokens ? formatCount(status.tokens, "token") : undefined,
    node.variants > 1 && `${node.variants} variants`,
  ]
    .filter((fact) => fact)
    .join(" · ")
}

/** "'${classify.output}' is not equal to 'refund'" as "classify.output is not refund". */
function shortCondition({ condition }: NodeStatus): string {
  if (!condition) return "takes what was bypassed"
  return condition.replace(/^'(?:\$\{(.*)\}|(.*))' is not equal to '(.*)'$/s, "$1$2 is not $3")
}

/** Whether the whole graph is seen from afar. Not another type of node: the library would measure each of them anew. */
export const FarContext = createContext(false)

/** A node of the graph gets its id and what does not change while it runs; what it does it asks for itself. */
export const GraphNodeBox = memo(function GraphNodeBox(props: NodeProps) {
  return useContext(FarContext) ? <FarBox {...props} /> : <NearBox {...props} />
})

function NearBox({ data, selected, isConnectable }: NodeProps) {
  const node = data as unknown as GraphNode
  const status = useNodeStatus(node.id)
  const isPort = node.kind === "inputs" || node.kind === "outputs"
  const facts = factsOf(node, status)
  const why = status.state === "bypassed" ? bypassedFor(status) : status.stale
  return (
    <div
      className={classNames(
        styles.node,
        isPort && styles.port,
        selected && styles.selected,
        status.state === "bypassed" && styles.bypassed,
        status.stale !== undefined && styles.stale,
      )}
      title={[node.collapsed?.join(", ") ?? node.name, why].filter((one) => one).join("\n")}
    >
      {node.kind !== "inputs" && (
        <Handle
          type="target"
          position={Position.Top}
          isConnectable={isConnectable}
          className={styles.handle}
          title={isConnectable ? `Into ${node.name}` : undefined}
        />
      )}
      <span className={styles.head}>
        {status.state ? <StateDot state={status.state} /> : <KindIcon kind={node.kind} />}
        <span className={styles.name}>{node.name}</span>
        {node.problems > 0 && <span className={styles.problems}>{node.problems}</span>}
      </span>
      {facts !== "" && <span className={styles.facts}>{facts}</span>}
      {node.kind !== "outputs" && (
        <Handle
          type="source"
          position={Position.Bottom}
          isConnectable={isConnectable}
          className={styles.handle}
          title={
            isConnectable ? `Drag to a node that takes ${node.name}, or to where a new one goes` : undefined
          }
        />
      )}
    </div>
  )
}

export function bypassedFor({ condition }: NodeStatus): string {
  return condition ? `Bypassed: ${condition}` : "Bypassed: what it takes was bypassed"
}

/** From afar nobody reads or connects: a box in the colour of its state. */
function FarBox({ data, selected }: NodeProps) {
  const node = data as unknown as GraphNode
  const { state = "none" } = useNodeStatus(node.id)
  return (
    <div className={classNames(styles.node, styles.far, selected && styles.selected)} data-state={state}>
      <span className={styles.farName}>{node.name}</span>
    </div>
  )
}
