import { X } from "lucide-react"
import type { ReactNode } from "react"
import styles from "./badge.module.css"
import { classNames } from "./class-names.ts"

export type Tone = "neutral" | "accent" | "done" | "failed" | "stale" | "running"

/** A short word about a thing: its type, a figure. */
export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      {icon}
      {children}
    </span>
  )
}

export interface ChipProps {
  icon?: ReactNode
  children: ReactNode
  onClick?: () => void
  /** A cross that takes it away; with what it says. */
  onRemove?: () => void
  removeLabel?: string
  selected?: boolean
}

/** A thing that can be chosen or taken away: a filter, a connection, a model. */
export function Chip({ icon, children, onClick, onRemove, removeLabel = "Remove", selected }: ChipProps) {
  return (
    <span className={classNames(styles.chip, selected && styles.selected)}>
      {onClick ? (
        <button type="button" className={styles.word} onClick={onClick} aria-pressed={selected}>
          {icon}
          {children}
        </button>
      ) : (
        <span className={styles.word}>
          {icon}
          {children}
        </span>
      )}
      {onRemove ? (
        <button type="button" className={styles.remove} onClick={onRemove} aria-label={removeLabel}>
          <X aria-hidden="true" />
        </button>
      ) : null}
    </span>
  )
}
