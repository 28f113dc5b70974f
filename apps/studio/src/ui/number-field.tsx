import { useState } from "react"
import { readNumber } from "./read-number.ts"
import { TextField, type TextFieldProps } from "./text-field.tsx"

export interface NumberFieldProps
  extends Omit<TextFieldProps, "value" | "onChange" | "type" | "min" | "max" | "step"> {
  /** Null where nothing is written. */
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  /** What the arrow keys add. */
  step?: number
  whole?: boolean
}

/** A text box that holds a number: what is typed stays as typed, wrong text is said and not passed on. */
export function NumberField({
  value,
  onChange,
  min,
  max,
  step = 1,
  whole,
  error,
  ...rest
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === null ? "" : String(value))
  const read = readNumber(shown, { min, max, whole })

  const change = (text: string) => {
    setTyped(text)
    const next = readNumber(text, { min, max, whole })
    if (!next.problem) onChange(next.value)
  }
  const add = (amount: number) => {
    const next = Number(((value ?? 0) + amount).toPrecision(12))
    const kept = Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, next))
    setTyped(null)
    onChange(kept)
  }
  return (
    <TextField
      {...rest}
      inputMode={whole ? "numeric" : "decimal"}
      value={shown}
      onChange={change}
      error={error ?? read.problem}
      onBlur={(event) => {
        if (!read.problem) setTyped(null)
        rest.onBlur?.(event)
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowUp" || event.key === "ArrowDown") {
          event.preventDefault()
          add((event.key === "ArrowUp" ? step : -step) * (event.shiftKey ? 10 : 1))
        }
        rest.onKeyDown?.(event)
      }}
    />
  )
}
