import styles from "./popup.module.css"

/** A text with the matched places marked. */
export function MatchedText({ text, ranges }: { text: string; ranges: readonly [number, number][] }) {
  if (ranges.length === 0) return text
  const parts: { text: string; marked: boolean; at: number }[] = []
  let at = 0
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: text.slice(at, from), marked: false, at })
    parts.push({ text: text.slice(from, to), marked: true, at: from })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false, at })
  return parts.map((part) =>
    part.marked ? (
      <mark key={part.at} className={styles.mark}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  )
}
