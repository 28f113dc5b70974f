import { isInterval, type MetricValue, type Outcome, type VariantDifference } from "@internal/stats"
import type { ReactNode } from "react"
import { IntervalMark, scaleOf } from "../../run/interval-mark.tsx"
import { metricText } from "../../run/run-facts.ts"
import { Badge, type Tone } from "../../ui/badge.tsx"
import { None } from "../../ui/figures.tsx"
import styles from "./compare.module.css"

const OUTCOMES: Record<Outcome | "untested", { label: string; tone: Tone }> = {
  better: { label: "better", tone: "done" },
  worse: { label: "worse", tone: "failed" },
  undecided: { label: "undecided", tone: "neutral" },
  same: { label: "same", tone: "neutral" },
  untested: { label: "cannot be told", tone: "neutral" }, // as the verdict says
}

type Difference = Omit<VariantDifference, "verdict"> & { verdict?: string }

interface PlotRowsProps {
  title: string
  note: ReactNode
  /** Of the whole in words, for those who hear the page: "accuracy in segment en". */
  name: string
  values: readonly MetricValue[]
  variants: readonly Difference[]
  base: string
  labelOf: (run: string) => string
}

/** Runs as rows of dot and whisker on one scale, with what each gains or loses. */
export function PlotRows({ title, note, name, values, variants, base, labelOf }: PlotRowsProps) {
  const scale = scaleOf(
    values.flatMap(({ value, interval }) =>
      isInterval(interval) ? [value, interval.low, interval.high] : [value],
    ),
  )
  const reference = values.find(({ run }) => run === base)?.value
  return (
    <tbody className={styles.metric}>
      {values.map(({ run, value, interval }, at) => {
        const difference = variants.find((one) => one.run === run)
        const outcome = difference && OUTCOMES[difference.test ? difference.outcome : "untested"]
        const reach = isInterval(interval) ? interval : undefined
        const isPlain = difference?.outcome !== "better" && difference?.outcome !== "worse"
        return (
          <tr key={run}>
            {at === 0 ? (
              <th scope="rowgroup" rowSpan={values.length} className={styles.metricName}>
                {title}
                <div className={styles.small}>{note}</div>
              </th>
            ) : null}
            <td className={styles.runCell} title={run}>
              {labelOf(run)}
            </td>
            <td className={styles.number}>{value === undefined ? <None /> : metricText(value)}</td>
            <td className={styles.plot}>
              {value === undefined ? null : (
                <IntervalMark
                  label={`${name} of ${labelOf(run)}`}
                  value={value}
                  low={reach?.low}
                  high={reach?.high}
                  {...scale}
                  reference={reference}
                  tone={isPlain ? "neutral" : (difference?.outcome as "better" | "worse")}
                />
              )}
            </td>
            <td className={styles.number}>
              {difference?.difference === undefined ? null : signed(difference.difference)}
            </td>
            <td>
              {difference && outcome ? (
                <div className={styles.outcome}>
                  <Badge tone={outcome.tone}>{outcome.label}</Badge>
                  {difference.verdict ? <span className={styles.small}>{difference.verdict}</span> : null}
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

/** "+0.12", and "−0.04" with the sign that verdicts have too. */
const signed = (difference: number): string =>
  `${difference > 0 ? "+" : ""}${metricText(difference)}`.replace(/^-/, "\u2212")

export function PlotHead({ first }: { first: string }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
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
  )
}
