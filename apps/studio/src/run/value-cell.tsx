import { useContext } from "react"
import { ImageAddress } from "../ui/image-address.ts"
import { inlineText, pictureAddress } from "../ui/value-kind.ts"
import styles from "./value-cell.module.css"

/** A value in one line; pressed, it is shown whole. Keyboards get there by the row (Enter), so that it is no tab stop. */
export function ValueCell({ value, onOpen }: { value: unknown; onOpen?: () => void }) {
  const picture = pictureAddress(value, useContext(ImageAddress))
  if (value === undefined || value === null) return <span className={styles.none}>–</span>
  const text = inlineText(value, 200)
  const shown = picture === null ? text : <img className={styles.picture} src={picture} alt="Value" />
  if (!onOpen) return shown
  return (
    <button type="button" tabIndex={-1} className={styles.cell} onClick={onOpen}>
      {text === "" ? <span className={styles.none}>empty</span> : shown}
    </button>
  )
}
