import type { NodeState } from "@internal/schema"
import { toPlain } from "@internal/value"
import { useState } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { flowOutputs, isLiveOutput, outputOf } from "../../flow/node-output.ts"
import { promptsOf } from "../../run/prompt-of.ts"
import { Prompts } from "../../run/prompts.tsx"
import { Requests } from "../../run/requests.tsx"
import { givenInputs } from "../../run/spans.ts"
import { JsonTree } from "../../ui/json-tree.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { LogsView, logLines } from "./logs-view.tsx"
import { NodeError } from "./node-error.tsx"
import { OutputView } from "./output-view.tsx"
import styles from "./running.module.css"
import { useLastRun, useLastRunVersion } from "./use-last-run.ts"

type Shown = "output" | "inputs" | "prompt" | "calls" | "logs"

/** What came out of a node: output or error, what went in, the prompt as sent, the calls that it made, what it printed. */
export function NodeFoot({ name }: { name: string }) {
  const flow = useFlow()
  const status = useLastRun(name)
  useLastRunVersion(name)
  const [shown, show] = useState<Shown>("output")
  const node = flow.last.node(name)
  if (!node || status.state === undefined) return null
  const requests = flow.last.requests(name)
  const prompts = promptsOf(node.calls)
  const lines = logLines(node)
  const calls = requests.length || node.calls.flatMap(({ children = [] }) => children).length
  const replaced = flow.last.replaced(name)
  const tabs = [
    { value: "output" as const, label: node.error ? "Error" : "Output" },
    { value: "inputs" as const, label: "Inputs" },
    ...(prompts.length > 0 ? [{ value: "prompt" as const, label: "Prompt as sent" }] : []),
    { value: "calls" as const, label: "Calls", ...(calls > 0 && { count: calls }) },
    { value: "logs" as const, label: "Logs", ...(lines > 0 && { count: lines }) },
  ]
  const now = tabs.some(({ value }) => value === shown) ? shown : "output"
  return (
    <div className={styles.foot}>
      <Tabs label={`What ${name} did`} size="small" value={now} onChange={show} tabs={tabs}>
        <div className={styles.panel}>
          {status.stale !== undefined && <p className={styles.note}>{status.stale}</p>}
          {replaced.length > 0 && (
            <p className={styles.note}>It ran with a typed or pinned value of {replaced.join(", ")}.</p>
          )}
          {now === "output" && <Output name={name} node={node} />}
          {now === "inputs" &&
            (node.inputs ? (
              <JsonTree value={givenInputs(toPlain(node.inputs.value))} label={`Inputs of ${name}`} />
            ) : (
              <p className={styles.muted}>It took nothing.</p>
            ))}
          {now === "prompt" && <Prompts prompts={prompts} />}
          {now === "calls" && <Requests requests={requests} calls={node.calls} />}
          {now === "logs" &&
            (lines > 0 ? (
              <LogsView name={name} logs={node} />
            ) : (
              <p className={styles.muted}>It printed nothing.</p>
            ))}
        </div>
      </Tabs>
    </div>
  )
}

function Output({ name, node }: { name: string; node: NodeState }) {
  const flow = useFlow()
  const imageAddress = useFolderImages(flow.folder)
  useLastRunVersion(isLiveOutput(node) ? "" : name) // what comes out of a generator is no event of its node
  if (node.error) return <NodeError error={node.error} node={name} />
  if (node.status === "bypassed")
    return (
      <p className={styles.muted}>
        {node.condition ? `Bypassed: ${node.condition}` : "Bypassed: everything that it takes was bypassed."}
      </p>
    )
  const written = flow.last.running(name)
  const given = node.status === "running" ? undefined : handedOn(flow, name, node)
  const value =
    given ?? (node.status === "running" || isLiveOutput(node) ? written || undefined : outputOf(node))
  if (node.status === "running" || (value === undefined && isLiveOutput(node) && written !== ""))
    return (
      <pre className={styles.live} aria-live="polite" aria-busy="true">
        {written || "Running"}
      </pre>
    )
  const shown = value === undefined ? outputOf(node) : value
  if (node.status === "canceled") return <p className={styles.muted}>Cancelled.</p>
  if (shown === undefined) return <p className={styles.muted}>It gave nothing.</p>
  return <OutputView value={shown} label={`output of ${name}`} imageAddress={imageAddress} />
}

/** Of a generator that was read for an output of the flow: what came out of it, or what has come so far. */
function handedOn(flow: ReturnType<typeof useFlow>, name: string, node: NodeState): unknown {
  if (!isLiveOutput(node)) return undefined
  const output = flow.outline.references.find(
    ({ owner, reference }) =>
      owner.kind === "output" &&
      reference.kind === "node-output" &&
      reference.node === name &&
      reference.property === "",
  )
  if (output?.owner.kind !== "output") return undefined
  const said = flow.last.run(name)?.text(null, output.owner.name)
  return flowOutputs(flow.last.line(name))?.[output.owner.name] ?? (said || undefined)
}
