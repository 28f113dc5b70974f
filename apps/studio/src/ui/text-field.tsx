import type { ComponentProps, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import styles from "./control.module.css"
import { Field, type FieldProps } from "./field.tsx"

export interface TextFieldProps
  extends FieldProps,
    Omit<ComponentProps<"input">, keyof FieldProps | "value" | "onChange" | "size" | "prefix"> {
  value: string
  onChange: (value: string) => void
  /** Inside the box, left: an icon or a few letters. */
  prefix?: ReactNode
  /** Inside the box, right: a unit, a small button. */
  suffix?: ReactNode
  size?: "medium" | "small"
  /** Monospace, for names, paths and expressions. */
  code?: boolean
}

export function TextField({
  label,
  hideLabel,
  hint,
  error,
  errorId,
  required,
  aside,
  layout,
  className,
  value,
  onChange,
  prefix,
  suffix,
  size = "medium",
  code,
  type = "text",
  ...rest
}: TextFieldProps) {
  return (
    <Field {...{ label, hideLabel, hint, error, errorId, required, aside, layout, className }}>
      {(control) => (
        <span
          className={classNames(styles.box, styles[size], (error || errorId) && styles.invalid)}
          data-disabled={rest.disabled || undefined}
        >
          {prefix ? <span className={styles.affix}>{prefix}</span> : null}
          <input
            autoComplete="off"
            spellCheck={code ? false : undefined}
            {...rest}
            {...control}
            type={type}
            className={classNames(styles.input, code && styles.code)}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {suffix ? <span className={styles.affix}>{suffix}</span> : null}
        </span>
      )}
    </Field>
  )
}
