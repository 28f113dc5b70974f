import { Check, Minus } from "lucide-react"
import { Checkbox as Radix } from "radix-ui"
import { type ReactNode, useId } from "react"
import styles from "./choice.module.css"
import { classNames } from "./class-names.ts"

export interface CheckboxProps {
  label: ReactNode
  hideLabel?: boolean
  hint?: ReactNode
  checked: boolean | "some"
  onChange: (checked: boolean) => void
  disabled?: boolean
  className?: string
}

export function Checkbox({ label, hideLabel, hint, checked, onChange, disabled, className }: CheckboxProps) {
  const id = useId()
  return (
    <div className={classNames(styles.line, className)}>
      <Radix.Root
        id={id}
        className={styles.box}
        checked={checked === "some" ? "indeterminate" : checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        <Radix.Indicator className={styles.mark}>
          {checked === "some" ? <Minus aria-hidden="true" /> : <Check aria-hidden="true" />}
        </Radix.Indicator>
      </Radix.Root>
      <ChoiceLabel id={id} label={label} hideLabel={hideLabel} hint={hint} disabled={disabled} />
    </div>
  )
}

interface ChoiceLabelProps {
  id: string
  label: ReactNode
  hideLabel?: boolean
  hint?: ReactNode
  disabled?: boolean
}

export function ChoiceLabel({ id, label, hideLabel, hint, disabled }: ChoiceLabelProps) {
  return (
    <span className={hideLabel ? "visually-hidden" : styles.texts}>
      <label htmlFor={id} className={styles.label} data-disabled={disabled || undefined}>
        {label}
      </label>
      {hint ? (
        <span className={styles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
    </span>
  )
}
