import type { LineState, NodeState } from "@internal/schema"
import { countsOf, type Span, spansOf } from "../../run/spans.ts"
import { TokenCount } from "../../run/token-count.tsx"
import { Badge } from "../../ui/badge.tsx"
import { classNames } from "../../ui/class-names.ts"
import { Duration } from "../../ui/figures.tsx"
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

/** A node, or one of its calls by its key. */
export interface Selected {
  node: string
  call: string | null
}

interface GanttProps {
  line: LineState
  /** What the flow is called. */
  flow: string
  selected: Selected
  onSelect: (selected: Selected) => void
}

/** When each node ran, from the line's beginning to its end, with the calls that it made below it. */
export function Gantt({ line, flow, selected, onSelect }: GanttProps) {
  const nodes = [...line.nodes.values()]
  const end = Math.max(...nodes.map((node) => node.startedAt + (node.duration ?? 0)), line.startedAt + 1)
  const whole = end - line.startedAt
  const share = (milliseconds: number) => `${Math.min(100, (Math.max(0, milliseconds) / whole) * 100)}%`
  const bar = (state: State, start: number, duration: number) => (
    <span className={styles.track} aria-hidden="true">
      <span
        className={styles.span}
        data-state={state}
        style={{ left: share(start - line.startedAt), width: share(duration) }}
      />
    </span>
  )
  const state = line.status === "running" ? "running" : line.status
  return (
    <div className={styles.gantt}>
      <div className={styles.row}>
        <StateDot state={state} />
        <span className={styles.named}>
          <Badge>Flow</Badge>
          <span className={styles.nodeName}>{flow}</span>
        </span>
        {bar(state, line.startedAt, line.duration ?? whole)}
        <span className={styles.time}>
          <Duration milliseconds={line.duration} />
        </span>
        <span className={styles.tokens}>
          <TokenCount tokens={countsOf(line.usage)} />
        </span>
      </div>
      <ol className={styles.list} aria-label="Nodes in the order in which they began">
        {nodes.map((node) => {
          const state = nodeState(node)
          const { kind, calls } = callsOf(node)
          return (
            <li key={node.node}>
              <button
                type="button"
                className={classNames(styles.row, styles.node)}
                aria-current={node.node === selected.node && selected.call === null}
                onClick={() => onSelect({ node: node.node, call: null })}
              >
                <StateDot state={state} />
                <span className={styles.named}>
                  {kind === undefined ? null : <Badge>{kind}</Badge>}
                  <span className={styles.nodeName}>{node.node}</span>
                </span>
                {bar(state, node.startedAt, node.duration ?? 0)}
                <span className={styles.time}>
                  {state === "bypassed" ? STATE_NAMES.bypassed : <Duration milliseconds={node.duration} />}
                </span>
                <span className={styles.tokens}>
                  <TokenCount tokens={countsOf(node.usage)} />
                </span>
              </button>
              {calls.length > 0 ? (
                <ol className={styles.list} aria-label={`Calls of ${node.node}`}>
                  {calls.map(({ key, depth, kind, call, start, duration, tokens, failed }) => (
                    <li key={key}>
                      <button
                        type="button"
                        className={classNames(styles.row, styles.node)}
                        aria-current={node.node === selected.node && selected.call === key}
                        onClick={() => onSelect({ node: node.node, call: key })}
                      >
                        <StateDot state={failed ? "failed" : "done"} />
                        <span className={styles.named} style={{ paddingLeft: depth * 14 }}>
                          <Badge tone={kind === "LLM" ? "accent" : "neutral"}>{kind}</Badge>
                          <span className={styles.nodeName}>{call.name}</span>
                        </span>
                        {bar(failed ? "failed" : "done", start, duration)}
                        <span className={styles.time}>
                          <Duration milliseconds={duration} />
                        </span>
                        <span className={styles.tokens}>
                          <TokenCount tokens={tokens} />
                        </span>
                      </button>
                    </li>
                  ))}
                </ol>
              ) : null}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** Calls that have a page of their own, though nothing else stands beside them. */
const MODELS = new Set(["LLM", "Embedding", "Retrieval"])

/** Calls below a node. Where the node itself is one of a single call, as it is with tools, that call's kind is the node's. */
export function callsOf({ calls }: NodeState): {
  kind: string | undefined
  own: Span | undefined
  calls: Span[]
} {
  const spans = spansOf(calls)
  const [first] = calls.length === 1 ? spans : []
  const own = first && !MODELS.has(first.kind) ? first : undefined
  return {
    kind: own?.kind,
    own,
    calls: own ? spans.slice(1) : spans.map((span) => ({ ...span, depth: span.depth + 1 })),
  }
}
