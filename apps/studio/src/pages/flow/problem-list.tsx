import type { FlowDiagnostic } from "@internal/schema/studio"
import { CircleX, TriangleAlert } from "lucide-react"
import { useFlow } from "../../flow/flow-context.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { fileMatches } from "../../flow/problem-places.ts"
import { useProblems, useProblemsByNode } from "../../flow/use-problems.ts"
import { Badge } from "../../ui/badge.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { usePlaces } from "./places.ts"
import styles from "./problems.module.css"

/** Everything that is wrong with the flow, each with the way to it. */
export function ProblemList() {
  const problems = useProblems()
  const byNode = useProblemsByNode()
  if (problems.length === 0) return <EmptyState>Nothing is wrong with this flow.</EmptyState>
  const nodeOf = new Map([...byNode].flatMap(([node, of]) => of.map((problem) => [keyOf(problem), node])))
  return (
    <ul className={styles.list} aria-label="Problems">
      {problems.map((problem) => (
        <Problem key={keyOf(problem)} problem={problem} node={nodeOf.get(keyOf(problem)) ?? ""} />
      ))}
    </ul>
  )
}

function Problem({ problem, node }: { problem: FlowDiagnostic; node: string }) {
  const flow = useFlow()
  const { goTo } = usePlaces()
  const { severity, message, hint, file, line, column } = problem
  const inFile = file ?? flow.file.split("/").at(-1) ?? ""
  const shown = shownFile(flow, inFile)
  return (
    <li className={styles.row}>
      <SeverityMark severity={severity} />
      <span className={styles.message}>
        {message} {hint && <span className={styles.muted}>{hint}</span>}
      </span>
      {node !== "" && (
        <button type="button" className={styles.link} onClick={() => goTo({ node, file, line, column })}>
          {node}
        </button>
      )}
      <button
        type="button"
        className={styles.link}
        aria-label={`Go to ${shown}${line === undefined ? "" : ` line ${line}`}`}
        onClick={() => goTo({ file: inFile, line: line ?? 1, column })}
      >
        {shown}
        {line !== undefined && ` line ${line}`}
      </button>
    </li>
  )
}

export function SeverityMark({ severity }: { severity: FlowDiagnostic["severity"] }) {
  const isError = severity === "error"
  const Icon = isError ? CircleX : TriangleAlert
  return (
    <span className={isError ? styles.error : styles.warning}>
      <Icon size={14} aria-hidden="true" />
      <span className="visually-hidden">{isError ? "Error" : "Warning"}</span>
    </span>
  )
}

/** Problems on a card: what the list says of it, without the way. */
export function CardProblems({ problems }: { problems: readonly FlowDiagnostic[] }) {
  const flow = useFlow()
  const { goTo } = usePlaces()
  if (problems.length === 0) return null
  return (
    <ul className={styles.card} aria-label="Problems of this card">
      {problems.map((problem) => (
        <li key={keyOf(problem)} className={styles.row}>
          <SeverityMark severity={problem.severity} />
          <span className={styles.message}>
            {problem.message} {problem.hint && <span className={styles.muted}>{problem.hint}</span>}
          </span>
          {problem.file && problem.line !== undefined && (
            <button
              type="button"
              className={styles.link}
              aria-label={`Go to ${shownFile(flow, problem.file)} line ${problem.line}`}
              onClick={() => goTo(problem)}
            >
              {shownFile(flow, problem.file)} line {problem.line}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** On a card's head: how many, and how bad. */
export function ProblemCount({ problems }: { problems: readonly FlowDiagnostic[] }) {
  if (problems.length === 0) return null
  const errors = problems.filter(({ severity }) => severity === "error").length
  const count = errors > 0 ? errors : problems.length
  const word = errors > 0 ? "error" : "warning"
  return (
    <Badge tone={errors > 0 ? "failed" : "stale"}>
      {count} {word}
      {count > 1 && "s"}
    </Badge>
  )
}

/** A file as the flow writes it; what Python says of it has its whole path. */
function shownFile(flow: OpenFlow, file: string): string {
  if (!/^[/\\]|^[A-Za-z]:/.test(file)) return file
  const open = flow.document.files.find(({ path }) => fileMatches(path, file.replaceAll("\\", "/")))
  const base = flow.folder === "." ? "" : `${flow.folder}/`
  return open?.path.slice(open.path.startsWith(base) ? base.length : 0) ?? file.split(/[/\\]/).at(-1) ?? file
}

function keyOf({ code, file, line, column, message }: FlowDiagnostic): string {
  return `${code} ${file} ${line} ${column} ${message}`
}
