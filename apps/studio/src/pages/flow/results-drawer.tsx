import { toPlain } from "@internal/value"
import { useState } from "react"
import { useFlow, useFlowVersion, useOutline } from "../../flow/flow-context.ts"
import { useProblems } from "../../flow/use-problems.ts"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./authoring.module.css"
import { ProblemList } from "./problem-list.tsx"
import { useLastRunVersion } from "./use-last-run.ts"

type Shown = "outputs" | "logs" | "problems"

/** What the last run of the flow gave, and everything that is wrong with it. */
export function ResultsDrawer() {
  const flow = useFlow()
  const problems = useProblems()
  const outline = useOutline()
  useFlowVersion()
  useLastRunVersion("")
  const [shown, show] = useState<Shown>("outputs")
  const first = outline.nodes.find(({ name }) => flow.last.line(name))
  const line = first && flow.last.line(first.name)
  const logs = outline.nodes.flatMap(({ name }) => {
    const node = flow.last.node(name)
    const text = node ? [node.stdout, node.stderr].filter((one) => one !== "").join("\n") : ""
    return text === "" ? [] : [{ name, text }]
  })
  const error =
    flow.outcome?.error ?? (line?.error ? { message: line.error.message, ...line.error.millrace } : undefined)
  return (
    <div className={styles.drawer}>
      <Tabs
        label="Results"
        size="small"
        fill
        value={shown}
        onChange={show}
        tabs={[
          { value: "outputs", label: "Outputs" },
          { value: "logs", label: "Logs", ...(logs.length > 0 && { count: logs.length }) },
          {
            value: "problems",
            label: "Problems",
            ...(problems.length > 0 && { count: problems.length }),
          },
        ]}
        aside={
          line && (
            <span className={styles.facts}>
              <StateLabel state={line.status === "running" ? "running" : line.status} /> ·{" "}
              <Duration milliseconds={line.duration} /> · <Tokens count={line.usage.total_tokens} unit />
            </span>
          )
        }
      >
        {shown === "outputs" &&
          (error ? (
            <div className={styles.output}>
              <ErrorView error={error} />
            </div>
          ) : line?.outputs ? (
            <div className={styles.output}>
              <table className={styles.table}>
                <tbody>
                  {Object.entries(toPlain(line.outputs.value) as Record<string, unknown>).map(
                    ([name, value]) => (
                      <tr key={name}>
                        <th scope="row" className={styles.narrow}>
                          {name}
                        </th>
                        <td>
                          <ValueView value={value} />
                        </td>
                      </tr>
                    ),
                  )}
                </tbody>
              </table>
            </div>
          ) : (
            <EmptyState>
              {flow.running ? "The flow runs." : "Run the flow to see its outputs here."}
            </EmptyState>
          ))}
        {shown === "logs" &&
          (logs.length > 0 ? (
            logs.map(({ name, text }) => (
              <section key={name} aria-label={`Log of ${name}`}>
                <div className={styles.fileName}>{name}</div>
                <pre className={styles.logs}>{text}</pre>
              </section>
            ))
          ) : (
            <EmptyState>Nothing was printed.</EmptyState>
          ))}
        {shown === "problems" && <ProblemList />}
      </Tabs>
    </div>
  )
}
