import type { ReactNode } from "react"
import styles from "./marked-name.module.css"

/** In a cell: a link by a name, cut where it is too long, with badges beside it. */
export function MarkedName({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <span className={styles.name} title={title}>
      {children}
    </span>
  )
}
