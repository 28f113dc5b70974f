import type { StudioRun } from "@internal/schema/studio"
import { None } from "../../ui/figures.tsx"
import { formatNumber } from "../../ui/format.ts"
import { StateDot } from "../../ui/state-dot.tsx"
import type { State } from "../../ui/states.ts"
import styles from "./runs.module.css"

const WAYS = ["done", "failed", "crashed", "cancelled"] as const satisfies readonly State[]

/** Lines by how they ended, of how many there are. */
export function LineCounts({ run: { counts, state } }: { run: StudioRun }) {
  const ended = WAYS.filter((way) => counts[way] > 0)
  const sum = ended.reduce((all, way) => all + counts[way], 0)
  if (sum === 0 && state !== "running") return <None label="no line ran" />
  return (
    <span className={styles.counts}>
      {ended.map((way) => (
        <span key={way} className={styles.count}>
          <StateDot state={way} size={10} />
          {formatNumber(counts[way])}
        </span>
      ))}
      {counts.total !== null && counts.total !== sum ? (
        <span className={styles.of}>of {formatNumber(counts.total)}</span>
      ) : null}
      {sum === 0 && counts.total === null && state === "running" ? (
        <span className={styles.of}>none yet</span>
      ) : null}
    </span>
  )
}
