import { Switch as Radix } from "radix-ui"
import { useId } from "react"
import { type CheckboxProps, ChoiceLabel } from "./checkbox.tsx"
import styles from "./choice.module.css"
import { classNames } from "./class-names.ts"

export interface SwitchProps extends Omit<CheckboxProps, "checked"> {
  checked: boolean
}

/** What takes effect at once. In a form that is sent, use a Checkbox. */
export function Switch({ label, hideLabel, hint, checked, onChange, disabled, className }: SwitchProps) {
  const id = useId()
  return (
    <div className={classNames(styles.line, className)}>
      <Radix.Root
        id={id}
        className={styles.switch}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        <Radix.Thumb className={styles.thumb} />
      </Radix.Root>
      <ChoiceLabel id={id} label={label} hideLabel={hideLabel} hint={hint} disabled={disabled} />
    </div>
  )
}
