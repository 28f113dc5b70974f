import type { StudioLine } from "@internal/schema/studio"
import { TrendingDown, TrendingUp } from "lucide-react"
import { asRecord, metricText } from "../../run/run-facts.ts"
import { ValueCell } from "../../run/value-cell.tsx"
import { Badge } from "../../ui/badge.tsx"
import { DiffText } from "../../ui/diff-text.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import { imageOf } from "../../ui/value-kind.ts"
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
  if (imageOf(value)) return <ValueCell value={value} />
  const text = shownText(value)
  const before = shownText(asRecord(base.outputs)[name])
  if (other === undefined || base.status !== "done" || text === before)
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

interface DirectionMarkProps {
  scores: ReadonlyMap<string, RowScore> | undefined
  labels: Readonly<Record<string, string>>
}

/** Which way the score of a line went, in each run where it is another than in the base. */
export function DirectionMark({ scores, labels }: DirectionMarkProps) {
  if (!scores) return <span className={styles.muted}>same</span>
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
