import type { ComponentProps } from "react"
import { classNames } from "./class-names.ts"
import styles from "./control.module.css"
import { Field, type FieldProps } from "./field.tsx"

export interface TextAreaProps
  extends FieldProps,
    Omit<ComponentProps<"textarea">, keyof FieldProps | "value" | "onChange"> {
  value: string
  onChange: (value: string) => void
  code?: boolean
  /** As high as its text, from `rows` on. */
  grow?: boolean
}

export function TextArea({
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
  code,
  grow,
  rows = 3,
  ...rest
}: TextAreaProps) {
  return (
    <Field {...{ label, hideLabel, hint, error, errorId, required, aside, layout, className }}>
      {(control) => (
        <span
          className={classNames(styles.box, (error || errorId) && styles.invalid)}
          data-disabled={rest.disabled || undefined}
        >
          <textarea
            spellCheck={code ? false : undefined}
            {...rest}
            {...control}
            rows={rows}
            style={grow ? { minHeight: rows * 20 + 8, maxHeight: 320, ...rest.style } : rest.style}
            className={classNames(styles.input, styles.area, code && styles.code, grow && styles.grow)}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        </span>
      )}
    </Field>
  )
}
