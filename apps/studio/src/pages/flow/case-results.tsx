import { type CaseResult, type CaseState, isEqual } from "../../flow/case-runs.ts"
import { useFlow, useTestsVersion } from "../../flow/flow-context.ts"
import type { TestCase } from "../../flow/test-case-file.ts"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { DiffText } from "../../ui/diff-text.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { StateDot } from "../../ui/state-dot.tsx"
import type { State } from "../../ui/states.ts"
import { OutputView } from "./output-view.tsx"
import styles from "./results.module.css"

const STATES: Record<CaseState, { dot: State | undefined; text: string }> = {
  waiting: { dot: undefined, text: "waits" },
  running: { dot: "running", text: "running" },
  same: { dot: "done", text: "passed" },
  changed: { dot: "stale", text: "changed" },
  new: { dot: "done", text: "nothing expected" },
  failed: { dot: "failed", text: "failed" },
  cancelled: { dot: "cancelled", text: "cancelled" },
}

/** Every test case with how it ended, and what has changed side by side. */
export function CaseResults() {
  const flow = useFlow()
  useTestsVersion()
  const { cases } = flow.cases
  if (cases.length === 0)
    return <EmptyState>Save inputs as test cases in the Inputs card, and run all of them at once.</EmptyState>
  const counts = flow.tests.cases.counts(cases)
  const summary = [...counts].map(([state, count]) => `${count} ${STATES[state].text}`).join(", ")
  return (
    <div className={styles.cases}>
      <p className={styles.muted} role="status">
        {summary || "Not run yet."}
      </p>
      {cases.map((one) => (
        <Case key={one.name} test={one} result={flow.tests.cases.result(one.name)} />
      ))}
    </div>
  )
}

function Case({ test, result }: { test: TestCase; result: CaseResult | undefined }) {
  const flow = useFlow()
  const state = result && STATES[result.state]
  const { outputs } = result ?? {}
  return (
    <section className={styles.case} aria-label={`Case ${test.name}`}>
      <header className={styles.caseHead}>
        {state?.dot && <StateDot state={state.dot} />}
        <span className={styles.caseName}>{test.name}</span>
        {state && <Badge tone={toneOf(result.state)}>{state.text}</Badge>}
        <span className={styles.facts}>
          {result?.duration !== undefined && <Duration milliseconds={result.duration} />}
          {result?.tokens ? (
            <>
              {" · "}
              <Tokens count={result.tokens} unit />
            </>
          ) : null}
        </span>
        <span className={styles.space} />
        {outputs && result?.state !== "same" && (
          <Button size="small" onClick={() => flow.cases.save({ ...test, outputs })}>
            Expect these outputs
          </Button>
        )}
        <Button size="small" variant="quiet" onClick={() => flow.setInputs(test.inputs)}>
          Take its inputs
        </Button>
      </header>
      {result?.error && <ErrorView error={result.error} />}
      {outputs && <Outputs expected={test.outputs} outputs={outputs} />}
    </section>
  )
}

function Outputs({
  expected,
  outputs,
}: {
  expected: Record<string, unknown> | undefined
  outputs: Record<string, unknown>
}) {
  const names = [...new Set([...Object.keys(expected ?? {}), ...Object.keys(outputs)])]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Output</th>
          {expected && <th scope="col">Expected</th>}
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const [before, now] = [expected?.[name], outputs[name]]
          const isText = typeof before === "string" && typeof now === "string"
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              {expected && (
                <td>
                  <OutputView value={before} label={`expected ${name}`} />
                </td>
              )}
              <td>
                {isText && !isEqual(before, now) ? (
                  <DiffText before={before} after={now} />
                ) : (
                  <OutputView value={now} label={name} />
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function toneOf(state: CaseState): "done" | "stale" | "failed" | "neutral" {
  return state === "same" ? "done" : state === "changed" ? "stale" : state === "failed" ? "failed" : "neutral"
}
