import type { ReactNode } from "react"
import styles from "./empty-state.module.css"

export interface EmptyStateProps {
  icon?: ReactNode
  /** One sentence. */
  children: ReactNode
  /** One button. */
  action?: ReactNode
  /** One link. */
  link?: ReactNode
}

export function EmptyState({ icon, children, action, link }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {icon ? <span className={styles.icon}>{icon}</span> : null}
      <p className={styles.sentence}>{children}</p>
      {action || link ? (
        <div className={styles.ways}>
          {action}
          {link}
        </div>
      ) : null}
    </div>
  )
}
