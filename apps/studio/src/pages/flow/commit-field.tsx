import { useEffect, useState } from "react"
import { TextField, type TextFieldProps } from "../../ui/text-field.tsx"

/** A text that is taken when it is settled: Enter, or leaving the field. Escape gives it up. */
export function CommitField({
  value,
  onCommit,
  ...rest
}: Omit<TextFieldProps, "onChange" | "onBlur" | "onKeyDown"> & { onCommit(text: string): void }) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <TextField
      size="small"
      {...rest}
      value={text}
      onChange={setText}
      onBlur={() => text !== value && onCommit(text)}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur()
        if (event.key === "Escape") setText(value)
      }}
    />
  )
}
