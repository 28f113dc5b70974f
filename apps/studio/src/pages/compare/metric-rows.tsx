import { isInterval, type MetricComparison, type Outcome } from "@internal/stats"
import { IntervalMark, scaleOf } from "../../run/interval-mark.tsx"
import { metricText } from "../../run/run-facts.ts"
import { Badge, type Tone } from "../../ui/badge.tsx"
import { Card } from "../../ui/card.tsx"
import { EmptyState } from "../../ui/empty-state.tsx"
import { None } from "../../ui/figures.tsx"
import styles from "./compare.module.css"
import type { RunComparison } from "./run-comparison.ts"

const OUTCOMES: Record<Outcome, { label: string; tone: Tone }> = {
  better: { label: "better", tone: "done" },
  worse: { label: "worse", tone: "failed" },
  undecided: { label: "undecided", tone: "neutral" },
  same: { label: "same", tone: "neutral" },
}

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
            <thead>
              <tr>
                <th scope="col">Metric</th>
                <th scope="col">Run</th>
                <th scope="col" className={styles.number}>
                  Value
                </th>
                <th scope="col" className={styles.plot}>
                  95 % interval
                </th>
                <th scope="col" className={styles.number}>
                  Against base
                </th>
                <th scope="col">Verdict</th>
              </tr>
            </thead>
            {metrics.map((metric) => (
              <OneMetric key={metric.metric} metric={metric} base={base} labelOf={labelOf} />
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

interface OneMetricProps {
  metric: MetricComparison
  base: string
  labelOf: (run: string) => string
}

function OneMetric({ metric, base, labelOf }: OneMetricProps) {
  const { values, variants } = metric
  const ends = values.flatMap(({ value, interval }) =>
    isInterval(interval) ? [value, interval.low, interval.high] : [value],
  )
  const scale = scaleOf(ends)
  const reference = values.find(({ run }) => run === base)?.value
  return (
    <tbody className={styles.metric}>
      {values.map(({ run, value, interval }, at) => {
        const difference = variants.find((one) => one.run === run)
        const outcome = difference && OUTCOMES[difference.outcome]
        const reach = isInterval(interval) ? interval : undefined
        return (
          <tr key={run}>
            {at === 0 ? (
              <th scope="rowgroup" rowSpan={values.length} className={styles.metricName}>
                {metric.metric}
                <div className={styles.small}>{metric.better} is better</div>
              </th>
            ) : null}
            <td>{labelOf(run)}</td>
            <td className={styles.number}>{value === undefined ? <None /> : metricText(value)}</td>
            <td className={styles.plot}>
              {value === undefined ? null : (
                <IntervalMark
                  label={`${metric.metric} of ${labelOf(run)}`}
                  value={value}
                  low={reach?.low}
                  high={reach?.high}
                  {...scale}
                  reference={reference}
                  tone={
                    difference?.outcome === "better"
                      ? "better"
                      : difference?.outcome === "worse"
                        ? "worse"
                        : "neutral"
                  }
                />
              )}
            </td>
            <td className={styles.number}>
              {difference?.difference === undefined
                ? null
                : `${difference.difference > 0 ? "+" : ""}${metricText(difference.difference)}`}
            </td>
            <td>
              {difference && outcome ? (
                <div className={styles.outcome}>
                  <Badge tone={outcome.tone}>{outcome.label}</Badge>
                  <span className={styles.small}>{difference.verdict}</span>
                </div>
              ) : (
                <span className={styles.small}>base</span>
              )}
            </td>
          </tr>
        )
      })}
    </tbody>
  )
}
