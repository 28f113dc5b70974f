import type { CallEnd, NodeState } from "@internal/schema"
import { toPlain } from "@internal/value"
import { useState } from "react"
import { shownError } from "../../api/shown-error.ts"
import { stackOf } from "../../flow/stack-frames.ts"
import { CallDetail, Template } from "../../run/call-detail.tsx"
import { promptsOf } from "../../run/prompt-of.ts"
import { Prompts } from "../../run/prompts.tsx"
import { Requests } from "../../run/requests.tsx"
import { givenInputs, type Span, templateOf } from "../../run/spans.ts"
import { Badge } from "../../ui/badge.tsx"
import { Card } from "../../ui/card.tsx"
import { CodeBlock } from "../../ui/code-block.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { JsonTree } from "../../ui/json-tree.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import { callsOf, nodeState } from "./gantt.tsx"
import styles from "./line.module.css"

/** Each write has its time before it; of a line that was written in parts the first is enough. */
const LATER_TIME = /(?<!^)\[\d{4}-\d\d-\d\dT[\d:]+[+-]\d{4}\] /gm

type Shown = "output" | "inputs" | "prompt" | "template" | "calls" | "logs" | "raw"

/** What one node took, sent, called, printed and answered. */
export function NodeDetail({ node, requests }: { node: NodeState; requests: readonly CallEnd[] }) {
  const [shown, show] = useState<Shown>("output")
  const prompts = promptsOf(node.calls)
  const { own } = callsOf(node)
  const template = own && templateOf(own.call)
  const logs = [node.stdout, node.stderr]
    .filter((text) => text !== "")
    .join("\n")
    .replaceAll(LATER_TIME, "")
  const tabs: { value: Shown; label: string; count?: number }[] = [
    { value: "output", label: node.error ? "Error" : "Output" },
    { value: "inputs", label: "Inputs" },
    ...(prompts.length > 0 ? [{ value: "prompt" as const, label: "Prompt as sent" }] : []),
    ...(template ? [{ value: "template" as const, label: "Prompt template" }] : []),
    { value: "calls", label: "Calls", ...(requests.length > 0 && { count: requests.length }) },
    { value: "logs", label: "Logs", ...(logs !== "" && { count: logs.trimEnd().split("\n").length }) },
    ...(node.calls.length > 0 ? [{ value: "raw" as const, label: "Raw JSON" }] : []),
  ]
  const now = tabs.some(({ value }) => value === shown) ? shown : "output"
  return (
    <Card
      title={node.node}
      actions={
        <span className={styles.marks}>
          <StateLabel state={nodeState(node)} />
          {node.attempt > 1 ? <Badge tone="stale">attempt {node.attempt}</Badge> : null}
        </span>
      }
    >
      <Tabs label={`What ${node.node} did`} size="small" value={now} onChange={show} tabs={tabs}>
        <div className={styles.detail}>
          {now === "output" && <Output node={node} />}
          {now === "inputs" &&
            (node.inputs ? (
              <JsonTree value={givenInputs(toPlain(node.inputs.value))} label="Inputs" />
            ) : (
              <p className={styles.muted}>It took nothing.</p>
            ))}
          {now === "prompt" && <Prompts prompts={prompts} />}
          {now === "template" && template && <Template {...template} />}
          {now === "calls" && <Requests requests={requests} calls={node.calls} />}
          {now === "raw" && (
            <CodeBlock text={JSON.stringify(node.calls, null, 2)} label="Raw JSON" lines={60} />
          )}
          {now === "logs" &&
            (logs ? (
              <CodeBlock text={logs} label={`Log of ${node.node}`} wrap />
            ) : (
              <p className={styles.muted}>It printed nothing.</p>
            ))}
        </div>
      </Tabs>
    </Card>
  )
}

/** One call of a node. */
export function CallCard({ node, span }: { node: string; span: Span }) {
  return (
    <Card
      title={span.call.name}
      actions={
        <span className={styles.marks}>
          <Badge tone={span.kind === "LLM" ? "accent" : "neutral"}>{span.kind}</Badge>
          <span className={styles.muted}>of {node}</span>
        </span>
      }
    >
      <CallDetail call={span.call} />
    </Card>
  )
}

function Output({ node }: { node: NodeState }) {
  if (node.error) {
    const stack = stackOf(node.error)
    return (
      <ErrorView error={shownError(node.error)}>
        {stack === "" ? null : (
          <CodeBlock text={stack.trimEnd()} label={`Traceback of ${node.node}`} lines={14} />
        )}
      </ErrorView>
    )
  }
  if (node.status === "bypassed")
    return (
      <p className={styles.muted}>Bypassed: {node.condition || "everything that it takes was bypassed."}</p>
    )
  if (node.status === "running") return <p className={styles.muted}>It is running.</p>
  return node.output ? (
    <ValueView value={toPlain(node.output.value)} label={`Output of ${node.node}`} />
  ) : (
    <p className={styles.muted}>It answered nothing.</p>
  )
}
