import type { StudioLine } from "@internal/schema/studio"
import { TrendingDown, TrendingUp } from "lucide-react"
import { asRecord, metricText } from "../../run/run-facts.ts"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { ValueCell } from "../../run/value-cell.tsx"
import { Badge } from "../../ui/badge.tsx"
import { DiffText } from "../../ui/diff-text.tsx"
import { None } from "../../ui/figures.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { holdsImage, imageOf } from "../../ui/value-kind.ts"
import styles from "./compare.module.css"
import { type RowScore, shownText } from "./row-directions.ts"

interface ComparedCellProps {
  /** Of the output. */
  name: string
  base: StudioLine
  /** Another run's line of that number; null: it has none. Undefined: the base itself is shown. */
  other?: StudioLine | null
}

/** An output of a run: what differs from the base is marked word by word. */
export function ComparedCell({ name, base, other }: ComparedCellProps) {
  const line = other === undefined ? base : other
  if (line === null) return <span className={styles.muted}>no such line</span>
  if (line.status !== "done") return <StateLabel state={line.status} />
  const value = asRecord(line.outputs)[name]
  if (imageOf(value)) return <ValueCell value={value} label={`${name} of line ${line.line}`} />
  if (value === undefined) return <None label="no such output" />
  const text = shownText(value)
  const held = asRecord(base.outputs)[name]
  const before = shownText(held)
  if (other === undefined || base.status !== "done" || held === undefined || text === before)
    return (
      <div className={styles.text} data-same={(other !== undefined && text === before) || undefined}>
        {text}
      </div>
    )
  return (
    <div className={styles.text}>
      <DiffText before={before} after={text} label={`${name}, against the base`} />
    </div>
  )
}

interface InputCellProps {
  name: string
  row: JoinedLine
  others: readonly string[]
  labels: Readonly<Record<string, string>>
}

/** An input of the base; of runs that took another value for the same line, that too: it is not the same row. */
export function InputCell({ name, row, others, labels }: InputCellProps) {
  const value = asRecord(row.inputs)[name]
  if (imageOf(value)) return <ValueCell value={value} label={`${name} of line ${row.line}`} />
  const text = shownText(value)
  const unlike = others.flatMap((run) => {
    const inputs = asRecord(row.others[run]?.inputs)
    if (!(name in inputs) || holdsImage(inputs[name])) return [] // each run keeps files of its own
    const other = shownText(inputs[name])
    return other === text ? [] : [{ run, other }]
  })
  return (
    <div className={styles.text}>
      {text}
      {unlike.map(({ run, other }) => (
        <div key={run} className={styles.small}>
          <Badge tone="stale">{labels[run] ?? run}</Badge> {other}
        </div>
      ))}
    </div>
  )
}

interface DirectionMarkProps {
  /** Whether the line has a score in the base and in another run at all. */
  scored: boolean
  scores: ReadonlyMap<string, RowScore> | undefined
  labels: Readonly<Record<string, string>>
}

/** Which way the score of a line went, in each run where it is another than in the base. */
export function DirectionMark({ scores, labels, scored }: DirectionMarkProps) {
  if (!scores) return scored ? <span className={styles.muted}>same</span> : <None label="no score" />
  const isOnly = scores.size === 1
  return (
    <span className={styles.marks}>
      {Array.from(scores, ([run, { direction, before, after }]) => {
        const word = direction === "improved" ? "better" : "worse"
        return (
          <span key={run} title={`${labels[run] ?? run}: ${metricText(before)} to ${metricText(after)}`}>
            <Badge
              tone={direction === "improved" ? "done" : "failed"}
              icon={direction === "improved" ? <TrendingUp size={12} /> : <TrendingDown size={12} />}
            >
              {isOnly ? word : (labels[run] ?? run)}
              {isOnly ? null : <span className="visually-hidden"> {word}</span>}
            </Badge>
          </span>
        )
      })}
    </span>
  )
}
