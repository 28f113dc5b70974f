import type { ReactNode } from "react"
import styles from "./stat.module.css"

/** A figure with what it is; in a StatRow. */
export function Stat({ label, children, note }: { label: ReactNode; children: ReactNode; note?: ReactNode }) {
  return (
    <div className={styles.stat}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.figure}>{children}</dd>
      {note ? <dd className={styles.note}>{note}</dd> : null}
    </div>
  )
}

export function StatRow({ children }: { children: ReactNode }) {
  return <dl className={styles.row}>{children}</dl>
}
