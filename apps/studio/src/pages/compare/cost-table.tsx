import { Card } from "../../ui/card.tsx"
import { classNames } from "../../ui/class-names.ts"
import { Cost, Duration, Tokens } from "../../ui/figures.tsx"
import { formatPercent } from "../../ui/format.ts"
import styles from "./compare.module.css"
import type { RunComparison } from "./run-comparison.ts"

/** What a line costs and how long it takes, in each run. */
export function CostTable({ answer }: { answer: RunComparison }) {
  const [base] = answer.cost
  const change = (now: number, before: number | undefined) =>
    before && now !== before ? (
      <span className={styles.small}>
        {" "}
        {now > before ? "+" : "−"}
        {formatPercent(Math.abs(now / before - 1), 0)}
      </span>
    ) : null
  return (
    <Card title="Time and cost per line" flush>
      <table className={classNames(styles.table, styles.cost)}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col" className={styles.number}>
              Median time
            </th>
            <th scope="col" className={styles.number}>
              Tokens
            </th>
            <th scope="col" className={styles.number}>
              Cost of 1,000 lines
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {answer.cost.map(({ run, secondsPerLine, tokensPerLine, costPerLine }) => (
            <tr key={run}>
              <th scope="row">{answer.labels[run] ?? run}</th>
              <td className={styles.number}>
                <Duration milliseconds={secondsPerLine * 1000} />
                {change(secondsPerLine, base?.secondsPerLine)}
              </td>
              <td className={styles.number}>
                <Tokens count={Math.round(tokensPerLine)} />
                {change(tokensPerLine, base?.tokensPerLine)}
              </td>
              <td className={styles.number}>
                <Cost dollars={costPerLine === null ? null : costPerLine * 1000} />
                {costPerLine === null ? null : change(costPerLine, base?.costPerLine ?? undefined)}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
