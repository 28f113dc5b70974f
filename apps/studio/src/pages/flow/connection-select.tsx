import { Link } from "wouter"
import { useAnswer } from "../../api/queries.ts"
import type { FieldProps } from "../../ui/field.tsx"
import { type Option, Select } from "../../ui/select.tsx"

export interface ConnectionSelectProps extends FieldProps {
  /** Class names that fit; undefined: those of language models. */
  types?: readonly string[] | undefined
  value: string
  canBeNone?: boolean
  onChange(name: string): void
}

/** The model on this machine: there without being kept. */
export const LOCAL_MODEL = "local_model"

/** Connections that no language model is behind. */
const OTHERS =
  /^(Serp|CognitiveSearch|AzureAISearch|AzureContentSafety|FormRecognizer|Qdrant|Weaviate|Custom|Custom.*StrongType)Connection$/

/** A connection of the store that fits. One that the flow names and that is not there is shown as such. */
export function ConnectionSelect({
  types,
  value,
  canBeNone = false,
  onChange,
  ...field
}: ConnectionSelectProps) {
  const { data = [] } = useAnswer("connections.list")
  const fits = (type: string) =>
    types === undefined
      ? !OTHERS.test(type)
      : types.includes(type) || types.some((one) => one === "object") || isCustom(types, type)
  const options: Option[] = data
    .filter(({ name, type }) => fits(type) || name === value)
    .map(({ name, type }) => ({
      value: name,
      label: name,
      hint: fits(type)
        ? wordOf(type)
        : `${wordOf(type)}: this input takes ${(types ?? []).map(wordOf).join(" or ")}`,
    }))
  if (types === undefined && !options.some((option) => option.value === LOCAL_MODEL))
    options.push({ value: LOCAL_MODEL, label: LOCAL_MODEL, hint: "The model on this machine" })
  if (value !== "" && !options.some((option) => option.value === value))
    options.push({ value, label: value, hint: "There is no such connection" })
  if (canBeNone) options.unshift({ value: "", label: "none" })
  return (
    <Select
      {...field}
      size="small"
      value={value}
      placeholder={types?.length ? `choose: ${types.map(wordOf).join(", ")}` : "choose"}
      options={options}
      hint={
        options.length === 0 && field.hideLabel ? (
          <Link href="/connections">Create a connection: {(types ?? []).map(wordOf).join(" or ")}</Link>
        ) : undefined
      }
      onChange={onChange}
    />
  )
}

/** A class of connections that a package makes is kept as a custom connection. */
function isCustom(types: readonly string[], type: string): boolean {
  return type === "CustomConnection" && types.includes("CustomConnection")
}

function wordOf(type: string): string {
  return type.replace(/Connection$/, "")
}

/** Class name of a connection of the store. */
export function useConnectionType(): (name: string) => string | undefined {
  const { data } = useAnswer("connections.list")
  return (name) => data?.find((connection) => connection.name === name)?.type
}
