import type { ReactNode } from "react"
import { useRef, useState } from "react"
import { FollowedWork } from "../api/work.ts"
import { ErrorView } from "../ui/error-view.tsx"
import { Cost, Tokens } from "../ui/figures.tsx"
import { formatNumber } from "../ui/format.ts"
import { costWords, type Estimate, type EstimatedRun, rangeWords } from "./estimate.ts"
import styles from "./estimate-view.module.css"
import { withTrust } from "./with-trust.ts"

export interface AskedEstimate {
  estimate: Estimate | undefined
  problem: Error | undefined
  isRunning: boolean
  ask(): Promise<void>
}

/** An estimate that is asked for by `start`, which tells its work. `flows`: whose code it runs, where that is not allowed yet. */
export function useEstimate(flows: readonly string[], start: () => Promise<{ work: string }>): AskedEstimate {
  const [state, setState] = useState<Estimate | "running" | Error>()
  const asked = useRef(0)
  const ask = async () => {
    const own = ++asked.current
    const set = (next: typeof state) => {
      if (own === asked.current) setState(next)
    }
    setState("running")
    try {
      const started = await withTrust(flows, start)
      if (!started) return set(undefined) // it may not run
      const { result, error } = await new FollowedWork(started.work).outcome
      set(error ? Object.assign(new Error(error.message), error) : (result as Estimate))
    } catch (thrown) {
      set(thrown as Error)
    }
  }
  return {
    estimate: state === "running" || state instanceof Error ? undefined : state,
    problem: state instanceof Error ? state : undefined,
    isRunning: state === "running",
    ask,
  }
}

/** What runs would come to, by run; `children` says what asking for it does, while nobody has. */
export function EstimateView({
  estimate,
  problem,
  children,
}: Pick<AskedEstimate, "estimate" | "problem"> & { children: ReactNode }) {
  if (problem) return <ErrorView error={problem} />
  if (!estimate) return <p className={styles.muted}>{children}</p>
  const { parts, calls, tokens, cost, sampled, failed } = estimate
  const untried = parts.filter((part) => part.problem).length
  return (
    <>
      <table className={styles.table} aria-label="What it will come to">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Lines</th>
            <th scope="col">Calls</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two evaluations may be called alike
            <PartRow key={at} part={part} />
          ))}
        </tbody>
        {parts.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{untried > 0 ? "All that could be tried" : "All"}</th>
              <td />
              <Amounts {...{ calls, tokens, cost }} unknown="not known" />
            </tr>
          </tfoot>
        )}
      </table>
      <p className={styles.muted}>
        By {formatNumber(sampled)} {sampled === 1 ? "line" : "lines"} that were tried
        {failed > 0 && `, of which ${formatNumber(failed)} failed`}.
        {parts.some((part) => rangeWords(part.tokens)) && " Ranges hold 19 times in 20."}
      </p>
    </>
  )
}

function PartRow({ part }: { part: EstimatedRun }) {
  const { label, evaluates, runs, lines, calls, tokens, cost, problem } = part
  const name = (
    <th scope="row">
      {evaluates === undefined ? label : `${label}, evaluating ${evaluates}`}
      {runs > 1 && ` (${formatNumber(runs)} runs)`}
    </th>
  )
  if (problem)
    return (
      <tr>
        {name}
        <td colSpan={4} className={styles.problem}>
          Not known: {problem.message} {problem.hint}
        </td>
      </tr>
    )
  return (
    <tr>
      {name}
      <td>{formatNumber(lines)}</td>
      <Amounts {...{ calls, tokens, cost }} unknown={costWords(part)} />
    </tr>
  )
}

/** Cells of calls, tokens and cost; `unknown` stands for a cost that is not known. */
function Amounts({
  calls,
  tokens,
  cost,
  unknown,
}: Pick<EstimatedRun, "calls" | "tokens" | "cost"> & { unknown: string }) {
  const range = rangeWords(tokens)
  return (
    <>
      <td>
        <span>{formatNumber(Math.round(calls.amount))}</span>
      </td>
      <td>
        <Tokens count={Math.round(tokens.amount)} />
        {range === undefined ? null : <span className={styles.range}>{range}</span>}
      </td>
      <td>{cost ? <Cost dollars={cost.amount} /> : <span className={styles.muted}>{unknown}</span>}</td>
    </>
  )
}
