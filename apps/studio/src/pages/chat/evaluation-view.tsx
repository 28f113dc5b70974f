import { FlaskConical, RotateCcw, Square, X } from "lucide-react"
import { Button } from "../../ui/button.tsx"
import { ErrorView } from "../../ui/error-view.tsx"
import { Duration } from "../../ui/figures.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import type { State } from "../../ui/states.ts"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./evaluation.module.css"
import { type EvaluatedNode, type EvaluatedStatus, type Evaluation, isOpen } from "./evaluation.ts"

const STATES: Record<EvaluatedStatus, State> = {
  waiting: "waiting",
  running: "running",
  done: "done",
  failed: "failed",
  "left-out": "bypassed",
  stopped: "cancelled",
}

export interface EvaluationActs {
  stop(template: string): void
  again(template: string): void
  remove(template: string): void
}

/** What an experiment says of a turn: its nodes with their outputs and metrics. */
export function EvaluationView({ evaluation, acts }: { evaluation: Evaluation; acts: EvaluationActs }) {
  const { template, status, nodes, error } = evaluation
  const open = isOpen(evaluation)
  const hasMetrics = nodes.some(({ metrics }) => metrics && Object.keys(metrics).length > 0)
  return (
    <article className={styles.evaluation} aria-label={`Evaluation by ${template}`}>
      <header className={styles.head}>
        <FlaskConical size={14} aria-hidden="true" />
        <span className={styles.title}>{titleOf(template)}</span>
        <span role="status">
          <StateLabel state={STATES[status]}>{status === "running" ? "Evaluating" : undefined}</StateLabel>
        </span>
        <span className={styles.space} />
        {open ? (
          <Button size="small" icon={<Square />} onClick={() => acts.stop(template)}>
            Cancel
          </Button>
        ) : (
          <>
            <IconButton
              label="Evaluate again"
              icon={<RotateCcw />}
              size="small"
              onClick={() => acts.again(template)}
            />
            <IconButton
              label="Remove the evaluation"
              icon={<X />}
              size="small"
              onClick={() => acts.remove(template)}
            />
          </>
        )}
      </header>
      {error && <ErrorView error={error} />}
      {nodes.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
        <div
          className={styles.scroll}
          role="group"
          aria-label={`Results of ${template}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where it is wide, and keys must be able to
          tabIndex={0}
        >
          <table className={styles.table}>
            <caption className="visually-hidden">What the nodes of {template} say of this turn</caption>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">State</th>
                <th scope="col">Outputs</th>
                {hasMetrics && <th scope="col">Metrics</th>}
              </tr>
            </thead>
            <tbody>
              {nodes.map((node) => (
                <NodeRow key={node.name} node={node} hasMetrics={hasMetrics} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </article>
  )
}

/** "graded" of "demo/graded.exp.yaml". */
export const titleOf = (template: string): string =>
  template.replace(/^.*\//, "").replace(/\.exp\.ya?ml$/, "")

function NodeRow({ node, hasMetrics }: { node: EvaluatedNode; hasMetrics: boolean }) {
  const { name, status, outputs, metrics, error, reason, duration } = node
  return (
    <tr>
      <th scope="row">
        <span className={styles.node}>{name}</span>
      </th>
      <td className={styles.state}>
        <StateLabel state={STATES[status]}>{status === "left-out" ? "Left out" : undefined}</StateLabel>
        {duration !== undefined && (
          <span className={styles.time}>
            <Duration milliseconds={duration} />
          </span>
        )}
      </td>
      <td colSpan={error && hasMetrics ? 2 : 1}>
        {error && <ErrorView error={error} />}
        {reason !== undefined && <span className={styles.muted}>{reason}</span>}
        {!error && <Values of={outputs} />}
      </td>
      {hasMetrics && !error && (
        <td>
          <Values of={metrics} />
        </td>
      )}
    </tr>
  )
}

/** Values by name; one that has none stands alone. */
function Values({ of }: { of: unknown }) {
  if (of === undefined || of === null) return null
  if (typeof of !== "object" || Array.isArray(of)) return <Shown value={of} />
  return (
    <dl className={styles.values}>
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Shown value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const SHORT = 120

function Shown({ value }: { value: unknown }) {
  if (typeof value === "string" && value !== "" && value.length <= SHORT && !value.includes("\n"))
    return value
  return <ValueView value={value} fold={400} />
}
