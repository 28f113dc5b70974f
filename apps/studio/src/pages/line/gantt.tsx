import type { LineState, NodeState } from "@internal/schema"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { StateDot } from "../../ui/state-dot.tsx"
import { STATE_NAMES, type State } from "../../ui/states.ts"
import styles from "./line.module.css"

const STATES: Record<NodeState["status"], State> = {
  running: "running",
  completed: "done",
  failed: "failed",
  bypassed: "bypassed",
  canceled: "cancelled",
}

export function nodeState({ status, cache, reused }: NodeState): State {
  return status === "completed" && (cache === "hit" || reused === true) ? "cached" : STATES[status]
}

interface GanttProps {
  line: LineState
  selected: string
  onSelect: (node: string) => void
}

/** When each node ran, from the line's beginning to its end. */
export function Gantt({ line, selected, onSelect }: GanttProps) {
  const nodes = [...line.nodes.values()]
  const end = Math.max(...nodes.map((node) => node.startedAt + (node.duration ?? 0)), line.startedAt + 1)
  const whole = end - line.startedAt
  const share = (milliseconds: number) => `${(Math.max(0, milliseconds) / whole) * 100}%`
  return (
    <ol className={styles.gantt} aria-label="Nodes in the order in which they began">
      {nodes.map((node) => {
        const state = nodeState(node)
        return (
          <li key={node.node}>
            <button
              type="button"
              className={styles.node}
              aria-current={node.node === selected}
              onClick={() => onSelect(node.node)}
            >
              <StateDot state={state} />
              <span className={styles.nodeName}>{node.node}</span>
              <span className={styles.track} aria-hidden="true">
                <span
                  className={styles.span}
                  data-state={state}
                  style={{ left: share(node.startedAt - line.startedAt), width: share(node.duration ?? 0) }}
                />
              </span>
              <span className={styles.time}>
                {state === "bypassed" ? STATE_NAMES.bypassed : <Duration milliseconds={node.duration} />}
              </span>
              <span className={styles.tokens}>
                {node.usage?.total_tokens ? <Tokens count={node.usage.total_tokens} unit /> : null}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
