import { useContext } from "react"
import { ImageAddress } from "../ui/image-address.ts"
import { inlineText, pictureAddress } from "../ui/value-kind.ts"
import styles from "./value-cell.module.css"

interface ValueCellProps {
  value: unknown
  onOpen?: () => void
  /** Which value it is, "category of line 3": the button is called by both, since values of many rows are equal. */
  label?: string
}

/** A value in one line; pressed, it is shown whole. Keyboards get there by the row (Enter), so that it is no tab stop. */
export function ValueCell({ value, onOpen, label = "Value" }: ValueCellProps) {
  const picture = pictureAddress(value, useContext(ImageAddress))
  if (value === undefined || value === null) return <span className={styles.none}>–</span>
  const text = inlineText(value, 200)
  const shown = picture === null ? text : <img className={styles.picture} src={picture} alt={label} />
  if (!onOpen) return shown
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.cell}
      aria-label={picture === null ? `${text || "empty"}, ${label}` : label}
      onClick={onOpen}
    >
      {text === "" ? <span className={styles.none}>empty</span> : shown}
    </button>
  )
}
