import type { ToolForm, ToolFunction, ToolInput } from "./tool-form.ts"

/** What a form's inputs have, as plain JSON; what is not there is undefined. */
export interface FormValues {
  of(name: string): unknown
  /** Class name of a connection; undefined for one that nobody knows. */
  connectionType(name: string): string | undefined
}

const REFERENCE = /^\$\{.*\}$/s

export function isReference(value: unknown): boolean {
  return typeof value === "string" && REFERENCE.test(value)
}

/**
 * Inputs that the form shows: not those that others switch off, unless they have a value, which must be seen. Of what is
 * only to be known at run time, everything is shown.
 */
export function shownInputs(form: ToolForm, values: FormValues): ToolInput[] {
  const byName = new Map(form.inputs.map((input) => [input.name, input]))
  return form.inputs.filter(
    (input) =>
      !input.isHidden && (values.of(input.name) !== undefined || isEnabled(input, byName, values, new Set())),
  )
}

/** Whether what it depends on has the value, or the connection the type, that it asks for. */
export function isEnabled(
  input: ToolInput,
  byName: ReadonlyMap<string, ToolInput>,
  values: FormValues,
  seen: Set<string>,
): boolean {
  const { enabledBy: by } = input
  const parent = by && byName.get(by.input)
  if (!by || !parent || seen.has(input.name)) return true
  seen.add(input.name)
  if (!parent.isHidden && !isEnabled(parent, byName, values, seen)) return false
  const value = effectiveOf(parent, values)
  if (isReference(value)) return true
  if (by.types) {
    const type = typeof value === "string" ? values.connectionType(value) : undefined
    return type !== undefined && by.types.includes(type)
  }
  if (!by.values) return value !== undefined && value !== "" && value !== false
  return by.values.some((wanted) => same(wanted, value))
}

/** What may be chosen now; empty where anything may be written. */
export function choicesOf(input: ToolInput, form: ToolForm, values: FormValues): unknown[] {
  const { filterBy: by } = input
  const parent = by && form.inputs.find(({ name }) => name === by.input)
  if (!by || !parent) return input.choices
  const value = effectiveOf(parent, values)
  const key = by.byType ? (values.connectionType(String(value)) ?? "") : String(value)
  return by.choices[key] ?? input.choices
}

/**
 * What a function of an input is called with: the values of the inputs that its arguments name. `missing`: those that it
 * needs and that have none.
 */
export function functionInputs(
  { arguments: wanted }: ToolFunction,
  form: ToolForm,
  values: FormValues,
): { inputs: Record<string, unknown>; missing: string[] } {
  const inputs: Record<string, unknown> = {}
  const missing: string[] = []
  for (const { name, reference = name, optional, default: fallback } of wanted) {
    const input = form.inputs.find((one) => one.name === reference)
    const value = input ? effectiveOf(input, values) : values.of(reference)
    if (value !== undefined && !isReference(value)) inputs[name] = value
    else if (!optional && fallback === undefined) missing.push(reference)
  }
  return { inputs, missing }
}

function effectiveOf(input: ToolInput, values: FormValues): unknown {
  const value = values.of(input.name)
  return value === undefined || value === null || value === "" ? input.default : value
}

/** A meta may have `"slow"` or `true` where the file has the other form. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b) || String(a) === String(b)
}

/** What is typed for an input as the flow's file keeps it, by the input's first type. Casts are the engine's. */
export function typedValue(types: readonly string[], typed: string): { value: unknown; problem?: string } {
  if (isReference(typed)) return { value: typed }
  const [type = "object"] = types
  const trimmed = typed.trim()
  if (type === "int" || type === "double") {
    const isNumber =
      type === "int" ? /^[-+]?\d+$/.test(trimmed) : trimmed !== "" && Number.isFinite(Number(trimmed))
    const word = type === "int" ? "a whole number" : "a number"
    return isNumber ? { value: Number(trimmed) } : { value: typed, problem: `${type} needs ${word}` }
  }
  if (type === "bool") {
    if (/^(true|false)$/i.test(trimmed)) return { value: trimmed.toLowerCase() === "true" }
    return { value: typed, problem: "bool is true or false" }
  }
  if (type === "list" || type === "object") {
    try {
      const value: unknown = JSON.parse(trimmed)
      if (type === "list" && !Array.isArray(value))
        return { value, problem: "list needs JSON such as [1, 2]" }
      return { value }
    } catch {
      return type === "list" ? { value: typed, problem: "list needs JSON such as [1, 2]" } : { value: typed }
    }
  }
  return { value: typed }
}
