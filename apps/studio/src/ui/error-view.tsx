import { CircleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"
import { CopyButton } from "./copy-button.tsx"
import styles from "./error-view.module.css"

/** The same facts as on the command line; an `ApiError` is one. */
export interface ShownError {
  code?: string
  message: string
  hint?: string
  place?: { file?: string; line?: number; column?: number }
}

export interface ErrorViewProps {
  error: ShownError
  /** "The runs could not be listed." Else the message stands alone. */
  title?: ReactNode
  /** Try again, open the file. */
  actions?: ReactNode
  /** In the middle of a page that has nothing else, or in a panel of its own. */
  look?: "box" | "page"
  /** More below: a traceback. */
  children?: ReactNode
}

export function ErrorView({ error, title, actions, look = "box", children }: ErrorViewProps) {
  const where = placeText(error.place)
  const whole = [error.message, where, error.hint].filter(Boolean).join("\n")
  return (
    <div className={classNames(styles.error, styles[look])} role="alert">
      <CircleAlert size={16} aria-hidden="true" className={styles.icon} />
      <div className={styles.texts}>
        {title ? <p className={styles.title}>{title}</p> : null}
        <p className={title ? undefined : styles.title}>{error.message}</p>
        {error.hint ? <p className={styles.hint}>{error.hint}</p> : null}
        {where || error.code ? (
          <p className={styles.place}>{[where, error.code].filter(Boolean).join(" · ")}</p>
        ) : null}
        {children}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      <div className={styles.aside}>
        <CopyButton text={whole} label="Copy the error" />
      </div>
    </div>
  )
}

/** "flow.dag.yaml, line 3, column 7". */
export function placeText(place: ShownError["place"]): string {
  if (!place) return ""
  return [
    place.file,
    place.line !== undefined && `line ${place.line}`,
    place.column !== undefined && `column ${place.column}`,
  ]
    .filter(Boolean)
    .join(", ")
}
