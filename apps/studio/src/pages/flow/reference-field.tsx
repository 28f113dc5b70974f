import type { ReferenceCompletion } from "@internal/flow"
import { useEffect, useState } from "react"
import { Combobox } from "../../ui/combobox.tsx"

export interface ReferenceFieldProps {
  label: string
  /** As it is written. */
  value: string
  completions: readonly ReferenceCompletion[]
  onChange(value: string): Promise<void> | void
  error?: string
}

/** A value cell: a reference that is chosen or typed, or a literal. */
export function ReferenceField({ label, value, completions, onChange, error }: ReferenceFieldProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <Combobox
      label={label}
      hideLabel
      size="small"
      free
      code
      value={text}
      error={error}
      onChange={setText}
      onCommit={(settled) => {
        if (settled !== value) void onChange(settled)
      }}
      options={completions.map(({ text: reference, kind, detail }) => ({
        value: reference,
        label: reference,
        group: kind === "input" ? "Inputs" : "Nodes",
        ...(detail && { hint: detail }),
      }))}
      empty="A literal value"
    />
  )
}
