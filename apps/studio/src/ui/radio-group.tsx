import { RadioGroup as Radix } from "radix-ui"
import { type ReactNode, useId } from "react"
import { ChoiceLabel } from "./checkbox.tsx"
import styles from "./choice.module.css"
import { classNames } from "./class-names.ts"

export interface RadioOption<T extends string> {
  value: T
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean
}

export interface RadioGroupProps<T extends string> {
  label: ReactNode
  hideLabel?: boolean
  value: T
  onChange: (value: T) => void
  options: readonly RadioOption<T>[]
  /** `cards`: each in a box of its own; `segments`: short words in one bar. */
  look?: "list" | "cards" | "segments"
  className?: string
}

export function RadioGroup<T extends string>({
  label,
  hideLabel,
  value,
  onChange,
  options,
  look = "list",
  className,
}: RadioGroupProps<T>) {
  const id = useId()
  return (
    <div className={className}>
      <div id={id} className={hideLabel ? "visually-hidden" : styles.legend}>
        {label}
      </div>
      <Radix.Root
        className={styles[look]}
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onChange(next as T)}
        loop={false}
      >
        {options.map((option) =>
          look === "segments" ? (
            <Radix.Item
              key={option.value}
              value={option.value}
              disabled={option.disabled}
              className={styles.segment}
            >
              {option.label}
            </Radix.Item>
          ) : (
            <Line key={option.value} id={`${id}-${option.value}`} option={option} card={look === "cards"} />
          ),
        )}
      </Radix.Root>
    </div>
  )
}

function Line<T extends string>({ id, option, card }: { id: string; option: RadioOption<T>; card: boolean }) {
  return (
    <div className={classNames(styles.line, card && styles.card)}>
      <Radix.Item
        id={id}
        value={option.value}
        disabled={option.disabled}
        className={classNames(styles.box, styles.round)}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
      >
        <Radix.Indicator className={styles.dot} />
      </Radix.Item>
      <ChoiceLabel id={id} label={option.label} hint={option.hint} disabled={option.disabled} />
    </div>
  )
}
