import styles from "./interval-mark.module.css"
import { metricText } from "./run-facts.ts"

export interface IntervalMarkProps {
  value: number
  low?: number | undefined
  high?: number | undefined
  /** What the mark's scale reaches over. */
  from: number
  to: number
  /** A line that others are measured by: the base's value. */
  reference?: number | undefined
  tone?: "neutral" | "better" | "worse"
  label: string
}

const WIDTH = 240
const HEIGHT = 20
const END = 8

/** A dot with its whiskers on a scale. */
export function IntervalMark({
  value,
  low,
  high,
  from,
  to,
  reference,
  tone = "neutral",
  label,
}: IntervalMarkProps) {
  const spread = to - from || 1
  const x = (amount: number) => END + ((amount - from) / spread) * (WIDTH - 2 * END)
  const middle = HEIGHT / 2
  const reach = low !== undefined && high !== undefined ? ` (${metricText(low)} to ${metricText(high)})` : ""
  return (
    <svg
      className={styles.mark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${label}: ${metricText(value)}${reach}`}
      data-tone={tone}
    >
      <line className={styles.axis} x1={END} x2={WIDTH - END} y1={middle} y2={middle} />
      {reference !== undefined ? (
        <line className={styles.reference} x1={x(reference)} x2={x(reference)} y1={1} y2={HEIGHT - 1} />
      ) : null}
      {low !== undefined && high !== undefined ? (
        <path
          className={styles.whisker}
          d={`M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 4}v8M${x(high)} ${middle - 4}v8`}
        />
      ) : null}
      <circle className={styles.dot} cx={x(value)} cy={middle} r={4.5} />
    </svg>
  )
}

/** A scale that holds all of these, with a little room; shares are shown from 0 to 1. */
export function scaleOf(amounts: readonly (number | undefined)[]): { from: number; to: number } {
  const known = amounts.filter((amount): amount is number => amount !== undefined)
  const least = Math.min(...known)
  const most = Math.max(...known)
  if (known.length === 0) return { from: 0, to: 1 }
  if (least >= 0 && most <= 1) return { from: 0, to: 1 }
  const room = (most - least || Math.abs(most) || 1) * 0.08
  return { from: least - room, to: most + room }
}
