import type { CallEnd, LineState, NodeState } from "@internal/schema"
import { toPlain } from "@internal/value"
import { useState } from "react"
import { keyOf, useSlice } from "../../api/run-state.ts"
import { shownError } from "../../api/shown-error.ts"
import { CallTree } from "../../run/call-tree.tsx"
import { givenInputs } from "../../run/spans.ts"
import { Collapsible } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { formatCost, formatDuration } from "../../ui/format.ts"
import { JsonTree } from "../../ui/json-tree.tsx"
import { StateDot, StateLabel } from "../../ui/state-dot.tsx"
import type { State } from "../../ui/states.ts"
import { Tabs } from "../../ui/tabs.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./chat.module.css"
import type { Turn } from "./turn.ts"
import own from "./turn-trace.module.css"

/** A turn is a test: it runs one line; what its nodes do over all lines is line null. */
const LINE = 0
const STATES: Record<NodeState["status"], State> = {
  running: "running",
  completed: "done",
  failed: "failed",
  bypassed: "bypassed",
  canceled: "cancelled",
}

/** What a turn did, node by node, as it does it. */
export function TurnTrace({
  turn,
  imageAddress,
}: {
  turn: Turn | undefined
  imageAddress(path: string): string | null
}) {
  useSlice(turn?.state, keyOf(LINE))
  const line = turn?.state?.line(LINE)
  if (!turn || !line) return <EmptyState>Choose Trace under an answer to see what its nodes did.</EmptyState>
  const nodes = [...line.nodes.values()]
  return (
    <div className={own.trace}>
      <p className={own.summary}>
        <StateLabel state={line.status === "running" ? "running" : line.status} />
        {line.duration !== null && <Duration milliseconds={line.duration} />}
        <Tokens count={line.usage.total_tokens} unit />
      </p>
      {nodes.map((node) => (
        <NodeTrace
          key={node.node}
          node={node}
          line={line}
          text={turn.state?.text(LINE, node.node) ?? ""}
          requests={turn.state?.requests(LINE, node.node) ?? []}
          imageAddress={imageAddress}
        />
      ))}
      {line.outputs && (
        <Collapsible title="Outputs of the flow" look="plain" defaultOpen={false}>
          <ValueView value={toPlain(line.outputs.value)} imageAddress={imageAddress} />
        </Collapsible>
      )}
      {line.inputs && (
        <Collapsible title="Inputs of the flow" look="plain" defaultOpen={false}>
          <JsonTree value={toPlain(line.inputs.value)} label="Inputs of the flow" depth={1} />
        </Collapsible>
      )}
    </div>
  )
}

interface NodeProps {
  node: NodeState
  line: LineState
  /** What it wrote while it ran. */
  text: string
  requests: readonly CallEnd[]
  imageAddress(path: string): string | null
}

function NodeTrace({ node, line, text, requests, imageAddress }: NodeProps) {
  const isCached = node.status === "completed" && (node.cache === "hit" || node.reused === true)
  return (
    <Collapsible
      defaultOpen={node.status === "failed"}
      title={
        <span className={own.nodeTitle}>
          <StateDot state={isCached ? "cached" : STATES[node.status]} />
          <span className={styles.nodeName}>{node.node}</span>
          <span className={styles.facts}>
            {node.usage ? (
              <>
                <Tokens count={node.usage.total_tokens} unit />
                {" · "}
              </>
            ) : null}
            <Duration milliseconds={node.duration} />
          </span>
          <Span node={node} line={line} />
        </span>
      }
    >
      <NodeParts {...{ node, text, requests, imageAddress }} />
    </Collapsible>
  )
}

/** When the node ran, on the time of the line. */
function Span({ node, line }: { node: NodeState; line: LineState }) {
  const end = line.endedAt ?? Math.max(...[...line.nodes.values()].map((one) => one.endedAt ?? one.startedAt))
  const whole = Math.max(1, end - line.startedAt)
  const from = Math.min(100, ((node.startedAt - line.startedAt) / whole) * 100)
  const wide = (((node.endedAt ?? end) - node.startedAt) / whole) * 100
  return (
    <span className={own.span} aria-hidden="true">
      <span style={{ left: `${from}%`, width: `${Math.max(1, Math.min(100 - from, wide))}%` }} />
    </span>
  )
}

type Shown = "output" | "inputs" | "calls" | "logs"

function NodeParts({ node, text, requests, imageAddress }: Omit<NodeProps, "line">) {
  const [shown, show] = useState<Shown>("output")
  const logs = [node.stdout, node.stderr].filter((text) => text !== "").join("\n")
  return (
    <Tabs
      label={`What ${node.node} did`}
      size="small"
      value={shown}
      onChange={show}
      tabs={[
        { value: "output", label: node.error ? "Error" : "Output" },
        { value: "inputs", label: "Inputs" },
        { value: "calls", label: "Calls", ...(requests.length > 0 && { count: requests.length }) },
        { value: "logs", label: "Logs" },
      ]}
    >
      <div className={own.nodePart}>
        {shown === "output" &&
          (node.error ? (
            <ErrorView error={shownError(node.error)} />
          ) : node.status === "bypassed" ? (
            <p className={styles.muted}>Bypassed{node.condition ? `: ${node.condition}` : ""}</p>
          ) : text !== "" ? (
            <ValueView value={text} /> // what it returned is only a generator of that
          ) : node.output ? (
            <ValueView value={toPlain(node.output.value)} imageAddress={imageAddress} />
          ) : (
            <p className={styles.muted}>{node.status === "running" ? "Running" : "It gave nothing."}</p>
          ))}
        {shown === "inputs" &&
          (node.inputs ? (
            <JsonTree value={givenInputs(toPlain(node.inputs.value))} label={`Inputs of ${node.node}`} />
          ) : (
            <p className={styles.muted}>It took nothing.</p>
          ))}
        {shown === "calls" &&
          (requests.length + node.calls.length > 0 ? (
            <>
              {requests.map((request, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they only grow
                <Request key={at} request={request} />
              ))}
              {node.calls.length > 0 && <CallTree calls={node.calls} />}
            </>
          ) : (
            <p className={styles.muted}>It called nothing.</p>
          ))}
        {shown === "logs" &&
          (logs ? (
            <pre className={own.logs}>{logs}</pre>
          ) : (
            <p className={styles.muted}>It printed nothing.</p>
          ))}
      </div>
    </Tabs>
  )
}

/** A request to a model: what it took, and why it failed. */
function Request({ request }: { request: CallEnd }) {
  const { model, connection, usage, duration, firstToken, waited, cost, error, replayed } = request
  return (
    <div className={own.request}>
      <p className={styles.nodeName}>
        {model} <span className={styles.muted}>of {connection}</span>
      </p>
      <p className={styles.facts}>
        <Duration milliseconds={duration} />
        {firstToken !== undefined && <> · first token after {formatDuration(firstToken)}</>}
        {waited > 0 && <> · waited {formatDuration(waited)}</>}
      </p>
      <p className={styles.facts}>
        {usage && <Tokens count={usage.total_tokens} unit />}
        {cost !== undefined && <> · {formatCost(cost)}</>}
        {replayed && " · replayed"}
      </p>
      {error && <ErrorView error={shownError(error)} />}
    </div>
  )
}
