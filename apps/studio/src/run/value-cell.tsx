import { inlineText } from "../ui/value-kind.ts"
import styles from "./value-cell.module.css"

/** A value in one line; pressed, it is shown whole. Keyboards get there by the row (Enter), so that it is no tab stop. */
export function ValueCell({ value, onOpen }: { value: unknown; onOpen?: () => void }) {
  if (value === undefined || value === null) return <span className={styles.none}>–</span>
  const text = inlineText(value, 200)
  if (!onOpen) return text
  return (
    <button type="button" tabIndex={-1} className={styles.cell} onClick={onOpen}>
      {text === "" ? <span className={styles.none}>empty</span> : text}
    </button>
  )
}
