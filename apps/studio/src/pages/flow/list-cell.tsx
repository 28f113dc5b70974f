import type { ReferenceCompletion } from "@internal/flow"
import { RefreshCw } from "lucide-react"
import { useState } from "react"
import { type FormValues, isReference, typedValue } from "../../flow/form-state.ts"
import type { ToolForm, ToolInput } from "../../flow/tool-form.ts"
import { shownTyped } from "../../flow/typed-value.ts"
import { type ListItem, useFunctionList } from "../../flow/use-function-list.ts"
import { Button } from "../../ui/button.tsx"
import { Checkbox } from "../../ui/checkbox.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Popover } from "../../ui/popover.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./form.module.css"
import { ReferenceField } from "./reference-field.tsx"

export interface ListCellProps {
  label: string
  input: ToolInput
  form: ToolForm
  /** With references resolved: what the list is asked with. */
  values: FormValues
  choices: readonly unknown[]
  value: unknown
  completions: readonly ReferenceCompletion[]
  error: string | undefined
  isTrusted: boolean
  onChange(value: unknown): void
}

/** An input whose values a function of the tool lists, or of which several are chosen. */
export function ListCell(props: ListCellProps) {
  const { label, input, form, values, choices, value, completions, error, isTrusted, onChange } = props
  const { items, state, problem, ask } = useFunctionList(input.list, form, values)
  const options = input.list ? items : choices.map((choice): ListItem => ({ value: choice }))
  const refresh = input.list && (
    <IconButton
      label={state === "asking" ? `Asking for values of ${input.name}` : `List values of ${input.name}`}
      icon={<RefreshCw />}
      size="small"
      disabled={state === "asking"}
      onClick={() => ask(true)}
    />
  )
  const said = error ?? problem
  return (
    // the first list of a folder that is not trusted is asked for by its button
    <div className={styles.list} onFocusCapture={() => isTrusted && ask()}>
      {input.isMultiSelect ? (
        <SeveralValues {...{ label, input, options, state, value, onChange }} error={said} />
      ) : (
        <div className={styles.grow}>
          <ReferenceField
            label={label}
            value={value === undefined || value === null ? "" : shownTyped(value)}
            completions={completions}
            choices={options.map((item) => ({
              value: shownTyped(item.value),
              label: item.display_value ?? shownTyped(item.value),
              ...((item.description ?? (item.display_value && shownTyped(item.value))) && {
                hint: item.description ?? shownTyped(item.value),
              }),
            }))}
            placeholder={state === "asking" ? "asking the tool" : input.isRequired ? "required" : "not given"}
            error={said ?? notListed(input, options, state, value)}
            onChange={(typed) => onChange(typed === "" ? undefined : typedValue(input.types, typed).value)}
          />
        </div>
      )}
      {refresh}
    </div>
  )
}

function notListed(
  input: ToolInput,
  options: readonly ListItem[],
  state: string,
  value: unknown,
): string | undefined {
  if (input.isOpen || state !== "known" || value === undefined || value === "" || isReference(value))
    return undefined
  const isListed = options.some((item) => shownTyped(item.value) === shownTyped(value))
  return isListed ? undefined : "The list does not have this value"
}

function SeveralValues({
  label,
  input,
  options,
  state,
  value,
  error,
  onChange,
}: {
  label: string
  input: ToolInput
  options: readonly ListItem[]
  state: string
  value: unknown
  error: string | undefined
  onChange(value: unknown): void
}) {
  const [other, setOther] = useState("")
  const chosen = listOf(value)
  const isChosen = (one: unknown) => chosen.some((item) => shownTyped(item) === shownTyped(one))
  const toggle = (one: unknown) =>
    write(isChosen(one) ? chosen.filter((item) => shownTyped(item) !== shownTyped(one)) : [...chosen, one])
  const shown = chosen.length === 0 ? "none chosen" : chosen.map(shownTyped).join(", ")
  const isText = input.types[0] === "string"
  const write = (list: unknown[]) =>
    onChange(list.length === 0 ? undefined : isText ? list.map(shownTyped).join(",") : list)
  const isOffered = (one: unknown) => options.some((item) => shownTyped(item.value) === shownTyped(one))
  const all = [
    ...options,
    ...chosen.filter((one) => !isOffered(one)).map((one): ListItem => ({ value: one })),
  ]
  return (
    <div className={styles.grow}>
      <Popover
        label={label}
        width={280}
        trigger={
          <Button size="small" className={styles.several} aria-label={`${label}: ${shown}`}>
            {shown}
          </Button>
        }
      >
        <fieldset className={styles.checks}>
          <legend className="visually-hidden">{label}</legend>
          {all.map((item) => (
            <Checkbox
              key={shownTyped(item.value)}
              label={item.display_value ?? shownTyped(item.value)}
              {...(item.description && { hint: item.description })}
              checked={isChosen(item.value)}
              onChange={() => toggle(item.value)}
            />
          ))}
          {all.length === 0 && (
            <p className={styles.muted}>
              {state === "asking" ? "Asking the tool for its values." : "The tool lists no values."}
            </p>
          )}
          {(input.isOpen || (all.length === 0 && state !== "asking")) && (
            <TextField
              label="Another value"
              size="small"
              code
              value={other}
              onChange={setOther}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || other === "") return
                event.preventDefault()
                if (!isChosen(other)) write([...chosen, other])
                setOther("")
              }}
            />
          )}
        </fieldset>
      </Popover>
      {error && <p className={styles.error}>{error}</p>}
    </div>
  )
}

/** Several values of a text input stand in it with commas between. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === "string" && value !== "" && !isReference(value))
    return value.split(",").map((one) => one.trim())
  return []
}
