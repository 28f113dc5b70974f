import { toPlain } from "@internal/value"
import { useState } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import { ErrorView } from "../../ui/error-view.tsx"
import { JsonTree } from "../../ui/json-tree.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./authoring.module.css"
import { useLastRun, useLastRunVersion } from "./use-last-run.ts"

type Shown = "output" | "inputs" | "logs" | "calls"

/** What came out of a node: output or error, what went in, what it printed, the calls that it made. */
export function NodeFoot({ name }: { name: string }) {
  const flow = useFlow()
  const status = useLastRun(name)
  useLastRunVersion(name)
  const [shown, show] = useState<Shown>("output")
  const node = flow.last.node(name)
  if (!node || status.state === undefined) return null
  const running = node.status === "running" ? flow.last.running(name) : ""
  const logs = [node.stdout, node.stderr].filter((text) => text !== "").join("\n")
  return (
    <div className={styles.foot}>
      <Tabs
        label={`What ${name} did`}
        className={styles.footTabs}
        size="small"
        value={shown}
        onChange={show}
        tabs={[
          { value: "output", label: node.error ? "Error" : "Output" },
          { value: "inputs", label: "Inputs" },
          { value: "logs", label: "Logs", ...(logs !== "" && { count: logs.trimEnd().split("\n").length }) },
          { value: "calls", label: "Calls", ...(node.calls.length > 0 && { count: node.calls.length }) },
        ]}
      >
        <div className={styles.output}>
          {status.stale !== undefined && <p className={styles.warning}>{status.stale}</p>}
          {shown === "output" &&
            (node.error ? (
              <ErrorView error={{ message: node.error.message, ...node.error.millrace }} />
            ) : node.status === "bypassed" ? (
              <p className={styles.muted}>Bypassed{node.condition ? `: ${node.condition}` : ""}</p>
            ) : node.status === "running" ? (
              <pre className={styles.logs} aria-live="polite">
                {running || "Running"}
              </pre>
            ) : (
              node.output && <ValueView value={toPlain(node.output.value)} />
            ))}
          {shown === "inputs" &&
            (node.inputs ? (
              <JsonTree value={toPlain(node.inputs.value)} />
            ) : (
              <p className={styles.muted}>It took nothing.</p>
            ))}
          {shown === "logs" &&
            (logs ? (
              <pre className={styles.logs}>{logs}</pre>
            ) : (
              <p className={styles.muted}>It printed nothing.</p>
            ))}
          {shown === "calls" &&
            (node.calls.length > 0 ? (
              <JsonTree value={node.calls} />
            ) : (
              <p className={styles.muted}>It called nothing.</p>
            ))}
        </div>
      </Tabs>
    </div>
  )
}
