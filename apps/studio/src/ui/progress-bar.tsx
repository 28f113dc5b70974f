import type { ReactNode } from "react"
import { formatNumber } from "./format.ts"
import styles from "./progress-bar.module.css"

export interface ProgressBarProps {
  /** What is under way. */
  label: string
  value: number
  /** Null where nobody knows how much there is. */
  total: number | null
  /** Instead of "12 of 40". */
  text?: ReactNode
}

export function ProgressBar({ label, value, total, text }: ProgressBarProps) {
  const share = total ? Math.min(1, value / total) : null
  return (
    <div className={styles.progress}>
      <div className={styles.texts}>
        <span>{label}</span>
        <span className={styles.figure}>
          {text ??
            (total === null ? formatNumber(value) : `${formatNumber(value)} of ${formatNumber(total)}`)}
        </span>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : value}
      >
        {share === null ? (
          <div className={styles.some} />
        ) : (
          <div className={styles.done} style={{ transform: `scaleX(${share})` }} />
        )}
      </div>
    </div>
  )
}
