import { Banner } from "../../ui/banner.tsx"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import styles from "./compare.module.css"
import { PlotHead, PlotRows } from "./plot-rows.tsx"
import { type RunComparison, verdictInShort } from "./run-comparison.ts"

/** Each metric as rows of dot and whisker on one scale, and in words what that says. */
export function MetricRows({ answer }: { answer: RunComparison }) {
  const { metrics, base } = answer.comparison
  const labelOf = (run: string) => answer.labels[run] ?? run
  const notes = answer.notes.filter((note) => !answer.warnings.includes(note))
  return (
    <Card title="Metrics" flush>
      {answer.warnings.length > 0 ? (
        <div className={styles.warnings}>
          {answer.warnings.map((warning) => (
            <Banner key={warning} kind="warn" title={warning} />
          ))}
        </div>
      ) : null}
      {metrics.length > 0 ? <p className={styles.verdict}>{verdictInShort(answer)}</p> : null}
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
                variants={variants}
              />
            ))}
          </table>
        </div>
      )}
      {notes.length > 0 ? (
        <ul className={styles.notes}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </Card>
  )
}
