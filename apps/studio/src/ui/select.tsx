import { Check, ChevronDown } from "lucide-react"
import { Select as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"
import control from "./control.module.css"
import { Field, type FieldProps } from "./field.tsx"
import styles from "./popup.module.css"
import { popupPlace } from "./popup-place.ts"

export interface Option<T extends string = string> {
  value: T
  /** The value, where there is none. */
  label?: string
  /** A second line. */
  hint?: string
  icon?: ReactNode
  disabled?: boolean
  /** Options of a group stand together under its name. */
  group?: string
}

export interface SelectProps<T extends string> extends FieldProps {
  value: T | ""
  onChange: (value: T) => void
  options: readonly Option<T>[]
  placeholder?: string
  disabled?: boolean
  size?: "medium" | "small"
}

/** The primitive knows no empty value. */
const EMPTY = "\u0000"

export function Select<T extends string>({
  value,
  onChange,
  options,
  placeholder = "Choose…",
  disabled,
  size = "medium",
  ...field
}: SelectProps<T>) {
  const groups = [...new Set(options.map(({ group }) => group))]
  const known = options.some((option) => option.value === value)
  return (
    <Field {...field}>
      {(props) => (
        <Radix.Root
          value={known ? value || EMPTY : ""}
          onValueChange={(next) => onChange((next === EMPTY ? "" : next) as T)}
          disabled={disabled}
        >
          <Radix.Trigger
            {...props}
            className={classNames(
              control.box,
              control.trigger,
              control[size],
              (field.error || field.errorId) && control.invalid,
            )}
            data-disabled={disabled || undefined}
          >
            <Radix.Value placeholder={value && !known ? value : placeholder} />
            <Radix.Icon asChild>
              <ChevronDown aria-hidden="true" />
            </Radix.Icon>
          </Radix.Trigger>
          <Radix.Portal container={popupPlace()}>
            <Radix.Content
              className={classNames(styles.popup, styles.sized)}
              position="popper"
              sideOffset={4}
              collisionPadding={8}
            >
              <Radix.Viewport>
                {groups.map((group) => (
                  <Radix.Group key={group ?? ""}>
                    {group ? <Radix.Label className={styles.group}>{group}</Radix.Label> : null}
                    {options
                      .filter((option) => option.group === group)
                      .map((option) => (
                        <Radix.Item
                          key={option.value}
                          value={option.value || EMPTY}
                          disabled={option.disabled}
                          className={styles.item}
                          textValue={option.label ?? option.value}
                        >
                          <span className={styles.check}>
                            <Radix.ItemIndicator>
                              <Check aria-hidden="true" />
                            </Radix.ItemIndicator>
                          </span>
                          <span className={styles.text}>
                            <Radix.ItemText>
                              {option.icon ? <span className={styles.icon}>{option.icon}</span> : null}
                              {option.label ?? option.value}
                            </Radix.ItemText>
                            {option.hint ? <span className={styles.hint}>{option.hint}</span> : null}
                          </span>
                        </Radix.Item>
                      ))}
                  </Radix.Group>
                ))}
                {options.length === 0 ? <p className={styles.nothing}>Nothing to choose from.</p> : null}
              </Radix.Viewport>
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </Field>
  )
}
