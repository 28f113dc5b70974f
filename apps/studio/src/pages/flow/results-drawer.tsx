import { useEffect, useState } from "react"
import { useFlow, useOutline, useTestsVersion } from "../../flow/flow-context.ts"
import { useProblems } from "../../flow/use-problems.ts"
import { promptsOf } from "../../run/prompt-of.ts"
import { Prompts } from "../../run/prompts.tsx"
import { Requests } from "../../run/requests.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { Tabs } from "../../ui/tabs.tsx"
import styles from "./authoring.module.css"
import { CaseResults } from "./case-results.tsx"
import { LogsView, logLines } from "./logs-view.tsx"
import { ProblemList } from "./problem-list.tsx"
import own from "./results.module.css"
import { RunOutputs } from "./run-outputs.tsx"
import { useLastRunVersion } from "./use-last-run.ts"

type Shown = "outputs" | "calls" | "logs" | "cases" | "problems"

/** What the last run of the flow gave, how its test cases ended, and everything that is wrong with it. */
export function ResultsDrawer() {
  const flow = useFlow()
  const problems = useProblems()
  const outline = useOutline()
  useTestsVersion()
  useLastRunVersion("")
  const [shown, show] = useState<Shown>("outputs")
  const { casesShown } = flow.tests
  useEffect(() => {
    if (casesShown > 0) show("cases")
  }, [casesShown])
  const ran = flow.tests.shown.at(-1)?.state.line(0)?.nodes
  // a flex flow and a prompty are one node, which has no card
  const alone = outline.nodes.length === 0 ? [...(ran?.values() ?? [])][0] : undefined
  const nodes = alone ? [alone] : outline.nodes.flatMap(({ name }) => flow.last.node(name) ?? [])
  const logs = nodes.flatMap((node) => {
    const lines = logLines(node)
    return lines > 0 ? [{ name: node.node, node, lines }] : []
  })
  const requests = alone ? (flow.tests.shown.at(-1)?.state.requests(0, alone.node) ?? []) : []
  const calls = alone ? Math.max(requests.length, alone.calls.length) : 0
  const lines = logs.reduce((sum, log) => sum + log.lines, 0)
  const { cases } = flow.cases
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
          ...(alone ? [{ value: "calls" as const, label: "Calls", ...(calls > 0 && { count: calls }) }] : []),
          { value: "logs", label: "Logs", ...(lines > 0 && { count: lines }) },
          { value: "cases", label: "Test cases", ...(cases.length > 0 && { count: cases.length }) },
          { value: "problems", label: "Problems", ...(problems.length > 0 && { count: problems.length }) },
        ]}
        aside={<LastRunLine />}
      >
        {shown === "outputs" && <RunOutputs />}
        {shown === "calls" && alone && (
          <div className={own.output}>
            <Prompts prompts={promptsOf(alone.calls)} />
            <Requests requests={requests} calls={alone.calls} />
          </div>
        )}
        {shown === "logs" &&
          (logs.length > 0 ? (
            logs.map(({ name, node }) => (
              <section key={name} className={own.log} aria-label={`Log of ${name}`}>
                <h3 className={own.logName}>{name}</h3>
                <LogsView name={name} logs={node} />
              </section>
            ))
          ) : (
            <EmptyState>Nothing was printed.</EmptyState>
          ))}
        {shown === "cases" && <CaseResults />}
        {shown === "problems" && <ProblemList />}
      </Tabs>
    </div>
  )
}

/** "last run: Done · 2.6 s · 925 tokens"; while it goes on there is no time to say. */
function LastRunLine() {
  const flow = useFlow()
  const line = flow.tests.shown.at(-1)?.state.line(0)
  if (!line) return null
  return (
    <span className={own.facts} role="status">
      last run: <StateLabel state={line.status} />
      {line.status === "running" ? null : (
        <>
          {" "}
          · <Duration milliseconds={line.duration} />
        </>
      )}{" "}
      · <Tokens count={line.usage.total_tokens} unit />
    </span>
  )
}
