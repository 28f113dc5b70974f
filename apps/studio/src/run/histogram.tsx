import { formatCount, formatDuration } from "../ui/format.ts"
import styles from "./histogram.module.css"

const BARS = 24
const HEIGHT = 32

/** How long lines took, from the fastest to the slowest, with the middle and the slowest twentieth in words. */
export function TimeHistogram({
  durations,
  none = "No line has ended yet.",
}: {
  durations: readonly number[]
  none?: string
}) {
  if (durations.length === 0) return <p className={styles.none}>{none}</p>
  const sorted = [...durations].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
  const least = sorted[0] as number
  const most = sorted.at(-1) as number
  const spread = most - least || 1
  const bars = new Array<number>(BARS).fill(0)
  for (const duration of sorted) {
    const bar = Math.min(BARS - 1, Math.floor(((duration - least) / spread) * BARS))
    bars[bar] = (bars[bar] as number) + 1
  }
  const highest = Math.max(...bars)
  const words = `Time per line: half take up to ${formatDuration(at(0.5))}, 95 % up to ${formatDuration(at(0.95))}, the slowest ${formatDuration(most)}`
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${BARS * 6} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${words}; ${formatCount(sorted.length, "line")}`}
      >
        {bars.map((count, place) => {
          const height = count === 0 ? 0 : Math.max(2, (count / highest) * HEIGHT)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <rect key={place} x={place * 6} width={5} y={HEIGHT - height} height={height} />
          )
        })}
      </svg>
      <figcaption className={styles.ends}>
        <span>{formatDuration(least)}</span>
        <span>{formatDuration(most)}</span>
      </figcaption>
    </figure>
  )
}
