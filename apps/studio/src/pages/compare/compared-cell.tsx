import type { StudioLine } from "@internal/schema/studio"
import { TrendingDown, TrendingUp } from "lucide-react"
import { asRecord } from "../../run/run-facts.ts"
import { Badge } from "../../ui/badge.tsx"
import { DiffText } from "../../ui/diff-text.tsx"
import { StateLabel } from "../../ui/state-dot.tsx"
import styles from "./compare.module.css"
import { type RowDirection, shownText } from "./row-directions.ts"

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
  const text = shownText(asRecord(line.outputs)[name])
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
  directions: ReadonlyMap<string, RowDirection> | undefined
  labels: Readonly<Record<string, string>>
}

export function DirectionMark({ directions, labels }: DirectionMarkProps) {
  if (!directions) return <span className={styles.muted}>same</span>
  const isOnly = directions.size === 1
  return (
    <span className={styles.marks}>
      {Array.from(directions, ([run, direction]) => (
        <span key={run} title={labels[run] ?? run}>
          <Badge
            tone={direction === "improved" ? "done" : "failed"}
            icon={direction === "improved" ? <TrendingUp size={12} /> : <TrendingDown size={12} />}
          >
            {isOnly ? (direction === "improved" ? "better" : "worse") : (labels[run] ?? run)}
          </Badge>
        </span>
      ))}
    </span>
  )
}
