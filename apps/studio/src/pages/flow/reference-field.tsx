import type { ReferenceCompletion } from "@internal/flow"
import { type ReactNode, useEffect, useState } from "react"
import { Combobox } from "../../ui/combobox.tsx"
import type { Option } from "../../ui/select.tsx"

export interface ReferenceFieldProps {
  label: string
  /** As it is written. */
  value: string
  completions: readonly ReferenceCompletion[]
  /** Values that are offered before references. */
  choices?: readonly Option[]
  placeholder?: string
  /** Whether the label is seen; else it is only read out. */
  isLabelled?: boolean
  /** Beside the label, right. */
  aside?: ReactNode
  onChange(value: string): Promise<void> | void
  error?: string | undefined
}

/** A value cell: a reference that is chosen or typed, or a literal. */
export function ReferenceField({
  label,
  value,
  completions,
  choices = [],
  placeholder,
  isLabelled = false,
  aside,
  onChange,
  error,
}: ReferenceFieldProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const offered = choices.map((option) => ({ group: "Values", ...option }))
  return (
    <Combobox
      label={label}
      hideLabel={!isLabelled}
      aside={aside}
      size="small"
      free
      code
      value={text}
      error={error}
      {...(placeholder !== undefined && { placeholder })}
      isBeginning={isOpenReference}
      onChange={setText}
      onCommit={(settled) => {
        if (settled !== value) void onChange(settled)
      }}
      options={[
        ...offered,
        ...completions.map(({ text: reference, kind, detail }) => ({
          value: reference,
          label: reference,
          group: kind === "input" ? "Inputs" : "Nodes",
          ...(detail && { hint: detail }),
        })),
      ]}
      empty="A literal value"
    />
  )
}

/** `${fetch.ou`: no value yet. */
const isOpenReference = (text: string) => /^\$\{[^}]*$/.test(text)
