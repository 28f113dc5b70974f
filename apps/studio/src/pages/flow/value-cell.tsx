import type { ReferenceCompletion } from "@internal/flow"
import { isReference, typedValue } from "../../flow/form-state.ts"
import type { ToolInput } from "../../flow/tool-form.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { type Option, Select } from "../../ui/select.tsx"
import { ConnectionSelect } from "./connection-select.tsx"
import { ReferenceField } from "./reference-field.tsx"

export interface ValueCellProps {
  label: string
  /** What the tool says of it; undefined for an input that it does not name. */
  input: ToolInput | undefined
  /** What may be chosen now. */
  choices: readonly unknown[]
  /** As the file has it; undefined: not there. */
  value: unknown
  completions: readonly ReferenceCompletion[]
  error: string | undefined
  /** Undefined takes it out of the file. */
  onChange(value: unknown): void
}

/** The value of an input, by what the tool takes: a choice, a connection, true or false, or a text that may refer. */
export function ValueCell(props: ValueCellProps) {
  const { input, choices, value, label, error, onChange } = props
  if (input?.isConnection)
    return (
      <ConnectionSelect
        label={label}
        hideLabel
        types={input.types}
        value={shownTyped(value)}
        error={error}
        canBeNone={!input.isRequired}
        onChange={(name) => onChange(name === "" ? undefined : name)}
      />
    )
  const given = choices.length > 0 ? choices : input?.types[0] === "bool" ? [true, false] : []
  if (given.length > 0 && !input?.isOpen) return <ChoiceSelect {...props} choices={given} />
  return <TextCell {...props} choices={given} />
}

/** An enum, or a flag. References may be chosen as well. */
function ChoiceSelect({ label, input, choices, value, completions, error, onChange }: ValueCellProps) {
  const options: Option[] = choices.map((choice) => ({
    value: shownTyped(choice),
    label: shownTyped(choice),
  }))
  const current = value === undefined || value === null ? "" : shownTyped(value)
  const isKnown = options.some((option) => option.value === current)
  const references: Option[] = completions.map(({ text, detail }) => ({
    value: text,
    label: text,
    group: "From the flow",
    ...(detail && { hint: detail }),
  }))
  if (current !== "" && !isKnown && !references.some((option) => option.value === current))
    options.push({ value: current, label: current, ...(!isReference(current) && { hint: "no choice" }) })
  const fallback = input?.default === undefined ? undefined : shownTyped(input.default)
  if (!input?.isRequired)
    options.unshift({ value: "", label: fallback ? `default: ${fallback}` : "not given" })
  return (
    <Select
      label={label}
      hideLabel
      size="small"
      value={current}
      placeholder={fallback ?? "choose"}
      options={[...options, ...references]}
      error={error}
      onChange={(chosen) => {
        const of = choices.find((choice) => shownTyped(choice) === chosen)
        onChange(chosen === "" ? undefined : of === undefined ? chosen : of)
      }}
    />
  )
}

function TextCell({ label, input, choices, value, completions, error, onChange }: ValueCellProps) {
  const fallback = input?.default === undefined ? undefined : shownTyped(input.default)
  return (
    <ReferenceField
      label={label}
      value={value === undefined || value === null ? "" : shownTyped(value)}
      completions={completions}
      choices={choices.map((choice) => ({ value: shownTyped(choice) }))}
      placeholder={fallback ?? (input?.isRequired ? "required" : input ? "not given" : "")}
      error={error}
      onChange={(typed) => {
        if (typed === "" && input)
          onChange(value === undefined ? undefined : input.isRequired ? "" : undefined)
        else onChange(input ? typedValue(input.types, typed).value : literal(typed, value))
      }}
    />
  )
}

/** What is typed in a cell that no tool speaks of keeps the type that the value had, where it can. */
export function literal(typed: string, before: unknown): unknown {
  if (typeof before === "string" || before === null || before === undefined || isReference(typed))
    return typed
  try {
    return JSON.parse(typed)
  } catch {
    return typed
  }
}
