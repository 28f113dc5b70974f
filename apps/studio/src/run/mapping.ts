import { castValue } from "@internal/flow"
import { fromPlain } from "@internal/value"

/** An input of a flow, as far as a mapping needs it. */
export interface MappedInput {
  name: string
  type: string
  description?: string | undefined
  default?: unknown
}
export interface DataColumn {
  name: string
  type: string
}
/** What inputs can take beside constants. */
export interface MappingSources {
  columns: readonly DataColumn[]
  /** The first rows of the data, by which types are checked too. */
  rows?: readonly Readonly<Record<string, unknown>>[] | undefined
  /** Of the run that is evaluated. */
  outputs?: readonly string[]
  runInputs?: readonly string[]
}

/** Names that evaluations use for the truth, and for what the flow answered. */
const TRUTHS = ["groundtruth", "expected", "label", "answer", "target", "reference"]
const PREDICTIONS = ["prediction", "answer", "output", "response", "category", "result"]

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")
const alike = (names: readonly string[], name: string) =>
  names.find((one) => one === name) ?? names.find((one) => plain(one) === plain(name))
const oneOf = (list: readonly string[], name: string) => list.includes(plain(name))

/** An input takes the column of its name, spelt alike; else its default, which is no mapping at all. */
export function autoMapping(
  inputs: readonly { name: string }[],
  columns: readonly DataColumn[],
): Record<string, string> {
  const names = columns.map(({ name }) => name)
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const column = alike(names, name)
      return column === undefined ? [] : [[name, `\${data.${column}}`]]
    }),
  )
}

/** What the inputs of an evaluation take: the truth from the data, what was answered from the run, else what is called alike. */
export function evaluationMapping(
  inputs: readonly { name: string }[],
  { columns, outputs = [], runInputs = [] }: MappingSources,
): Record<string, string> {
  const names = columns.map(({ name }) => name)
  const mapping: Record<string, string> = {}
  for (const { name } of inputs) {
    const isTruth = oneOf(TRUTHS, name) && plain(name) !== "answer"
    const isPrediction = oneOf(PREDICTIONS, name)
    const column = alike(names, name) ?? (isTruth ? names.find((one) => oneOf(TRUTHS, one)) : undefined)
    const output =
      alike(outputs, name) ??
      (isPrediction ? (outputs.find((one) => oneOf(PREDICTIONS, one)) ?? outputs[0]) : undefined)
    const input = alike(runInputs, name)
    const fromRun = output === undefined ? undefined : `\${run.outputs.${output}}`
    const fromData = column === undefined ? undefined : `\${data.${column}}`
    const chosen = isTruth ? (fromData ?? fromRun) : (fromRun ?? fromData)
    const found = chosen ?? (input === undefined ? undefined : `\${run.inputs.${input}}`)
    if (found !== undefined) mapping[name] = found
  }
  return mapping
}

export interface MappingProblem {
  input: string
  problem: string
  severity: "error" | "warning"
}

/** What does not fit: an input without a value, a column that is not there, a type that a cast will refuse. */
export function mappingProblems(
  inputs: readonly MappedInput[],
  mapping: Readonly<Record<string, string>>,
  { columns, rows = [], outputs, runInputs }: MappingSources,
): MappingProblem[] {
  return inputs.flatMap(({ name, type, default: fallback }): MappingProblem[] => {
    const error = (problem: string): MappingProblem[] => [{ input: name, problem, severity: "error" }]
    const value = mapping[name] ?? ""
    if (value === "") return fallback === undefined ? error("needs a value: it has no default") : []
    const [, from, wanted = ""] = /^\$\{(data|run\.outputs|run\.inputs)\.(.+)\}$/.exec(value) ?? []
    if (from === "data") {
      const found = columns.find((one) => one.name === wanted)
      if (!found) return error(`the data has no column ${wanted}`)
      const warning = (held: string): MappingProblem[] => [
        { input: name, problem: `wants ${type}, and ${wanted} ${held}`, severity: "warning" },
      ]
      if (!fits(type, found.type)) return warning(`holds ${found.type}`)
      const at = rows.findIndex((row) => wanted in row && !canBe(type, row[wanted]))
      return at < 0 ? [] : warning(`holds ${shortly(rows[at]?.[wanted])} in row ${at}`)
    }
    const has = from === "run.outputs" ? outputs : from === "run.inputs" ? runInputs : undefined
    if (from !== undefined && has === undefined && (outputs || runInputs)) return []
    if (from !== undefined && has === undefined) return error("takes nothing of a run: none is evaluated")
    if (has && has.length > 0 && !has.includes(wanted))
      return error(`the flow has no ${from === "run.outputs" ? "output" : "input"} ${wanted}`)
    if (from === undefined && /^\$\{.*\}$/.test(value)) return error(`${value} is no column and no output`)
    if (from === undefined && !canBe(type, literal(value)))
      return error(`wants ${type}, and ${shortly(literal(value))} is none`)
    return []
  })
}

function fits(wanted: string, held: string): boolean {
  if (wanted === "string" || wanted === "object" || held === "mixed" || held === "string" || held === "null")
    return true
  if (wanted === "double") return held === "int" || held === "double"
  if (wanted === "image") return held === "object"
  return wanted === held
}

/** Whether a run can make a value of the type of it, by the rule that it goes by. */
function canBe(type: string, value: unknown): boolean {
  try {
    castValue(type as Parameters<typeof castValue>[0], fromPlain(value))
    return true
  } catch {
    return false
  }
}

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** What was typed, as a mapping: JSON is a value, everything else a text or a reference. */
export function mappingValues(typed: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, text]) => (text === "" ? [] : [[name, literal(text)]])),
  )
}

function literal(text: string): unknown {
  if (!/^(-?\d|true$|false$|null$|\[|\{|")/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
