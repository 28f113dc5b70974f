import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import styles from "./compare.module.css"
import { PlotHead, PlotRows } from "./plot-rows.tsx"
import { type RunComparison, withLabels } from "./run-comparison.ts"

/** Each metric as rows of dot and whisker on one scale, and in words what that says. */
export function MetricRows({ answer }: { answer: RunComparison }) {
  const { metrics, base } = answer.comparison
  const labelOf = (run: string) => answer.labels[run] ?? run
  return (
    <Card title="Metrics" flush>
      <p className={styles.verdict}>{answer.verdict}</p>
      {metrics.length === 0 ? (
        <EmptyState>
          The runs have no metric in common: evaluate each of them with the same evaluation.
        </EmptyState>
      ) : (
        <div className={styles.wide}>
          <table className={styles.table}>
            <PlotHead first="Metric" />
            {metrics.map(({ metric, better, values, variants }) => (
              <PlotRows
                key={metric}
                title={metric}
                note={`${better} is better`}
                name={metric}
                {...{ values, base, labelOf }}
                variants={variants.map((one) => ({
                  ...one,
                  verdict: withLabels(one.verdict, answer.labels),
                }))}
              />
            ))}
          </table>
        </div>
      )}
      {answer.notes.length > 0 ? (
        <ul className={styles.notes}>
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </Card>
  )
}
