import { CircleAlert } from "lucide-react"
import { type CSSProperties, type ReactNode, useId } from "react"
import { classNames } from "./class-names.ts"
import styles from "./field.module.css"

/** What every control with a label takes. */
export interface FieldProps {
  label: ReactNode
  /** The label is read out and not shown (a search box, a cell of a table). */
  hideLabel?: boolean
  hint?: ReactNode
  error?: ReactNode
  /** Id of what says elsewhere what is wrong, where there is no room for it here. */
  errorId?: string | undefined
  required?: boolean
  /** Beside the label, right: a link, a counter. */
  aside?: ReactNode
  /** `beside`: label left, control right, for forms of many short rows. */
  layout?: "stacked" | "beside"
  className?: string
}

/** What the control must be given. */
export interface FieldControl {
  id: string
  "aria-describedby"?: string
  "aria-invalid"?: true
  "aria-required"?: true
}

/** Label, control, hint and error of one value. The control is made by the child, from what it gets. */
export function Field({
  label,
  hideLabel,
  hint,
  error,
  errorId,
  required,
  aside,
  layout = "stacked",
  className,
  children,
}: FieldProps & { children: (control: FieldControl) => ReactNode }) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className={classNames(styles.field, styles[layout], className)}>
      <div className={hideLabel ? "visually-hidden" : styles.head}>
        <label htmlFor={id} className={styles.label} id={`${id}-label`}>
          {label}
          {required ? (
            <span className={styles.required} aria-hidden="true">
              {" "}
              *
            </span>
          ) : null}
        </label>
        {aside ? <span className={styles.aside}>{aside}</span> : null}
      </div>
      <div className={styles.control}>
        {children({
          id,
          "aria-describedby": [hint || error ? note : "", errorId ?? ""].join(" ").trim() || undefined,
          "aria-invalid": error || errorId ? true : undefined,
          "aria-required": required ? true : undefined,
        })}
        {error ? (
          <p className={styles.error} id={note}>
            <CircleAlert size={14} aria-hidden="true" />
            <span>{error}</span>
          </p>
        ) : hint ? (
          <p className={styles.hint} id={note}>
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  )
}

/** Fields one below the other, with the distance that all forms have. */
export function Form({
  id,
  onSubmit,
  children,
  className,
}: {
  /** For a button outside of it, in a footer: `<Button type="submit" form={id}>`. */
  id?: string
  onSubmit?: () => void
  children: ReactNode
  className?: string
}) {
  return (
    <form
      id={id}
      className={classNames(styles.form, className)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit?.()
      }}
    >
      {children}
    </form>
  )
}

/** Fields side by side, as wide as their columns; below each other where there is no room. */
export function FormRow({ columns = "1fr 1fr", children }: { columns?: string; children: ReactNode }) {
  return (
    <div className={styles.row} style={{ "--columns": columns } as CSSProperties}>
      {children}
    </div>
  )
}
