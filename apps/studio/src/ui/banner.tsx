import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react"
import type { ReactNode } from "react"
import styles from "./banner.module.css"
import { classNames } from "./class-names.ts"
import { IconButton } from "./icon-button.tsx"

export interface BannerProps {
  kind?: "info" | "done" | "warn" | "error"
  title: ReactNode
  /** What to do about it. */
  hint?: ReactNode
  /** Buttons. */
  actions?: ReactNode
  onClose?: () => void
  children?: ReactNode
}

const ICONS = { info: Info, done: CircleCheck, warn: TriangleAlert, error: CircleAlert }

/** Something that the reader of this place has to know, as long as it is so. */
export function Banner({ kind = "info", title, hint, actions, onClose, children }: BannerProps) {
  const Icon = ICONS[kind]
  return (
    <div className={classNames(styles.banner, styles[kind])} role={kind === "error" ? "alert" : "status"}>
      <Icon size={16} aria-hidden="true" className={styles.icon} />
      <div className={styles.texts}>
        <div className={styles.title}>{title}</div>
        {hint ? <div className={styles.hint}>{hint}</div> : null}
        {children}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
      {onClose ? <IconButton label="Dismiss" icon={<X />} size="small" onClick={onClose} /> : null}
    </div>
  )
}
