import type { Answer, FlowView, RunRequest } from "@internal/schema/studio"

export type Preview = Answer<"data.preview">

/** An evaluation that was picked: a flow of the folder, or a sample of the gallery. */
export interface PickedEvaluation {
  key: string
  title: string
  flow: string | { sample: string }
  inputs: readonly { name: string; type: string; description?: string; default?: unknown }[]
  /** Whether its code may run. */
  trusted: boolean
  mapping: Record<string, string>
}

export interface WizardState {
  name: string
  description: string
  /** Node whose variants run beside the default; empty: the defaults alone. */
  node: string
  variants: string[]
  data: string
  preview: Preview | undefined
  mapping: Record<string, string>
  evaluations: PickedEvaluation[]
  /** Only so many rows. */
  limit: number | undefined
  maxCost: number | undefined
}

/** An input takes the column of its name, spelt alike; else its default, which is no mapping at all. */
export function autoMapping(
  inputs: readonly { name: string }[],
  columns: readonly string[],
  from = "data",
): Record<string, string> {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const column = columns.find((one) => one === name) ?? columns.find((one) => plain(one) === plain(name))
      return column === undefined ? [] : [[name, `\${${from}.${column}}`]]
    }),
  )
}

/** Names that evaluations use for the truth and for what the flow answered. */
const TRUTHS = ["groundtruth", "ground_truth", "expected", "label", "answer"]
const PREDICTIONS = ["prediction", "answer", "output", "response", "category"]

/** Inputs of an evaluation: the truth from the data, predictions from the run's outputs, else what is called alike. */
export function evaluationMapping(
  inputs: readonly { name: string }[],
  columns: readonly string[],
  outputs: readonly string[],
): Record<string, string> {
  const fromRun = autoMapping(inputs, outputs, "run.outputs")
  const fromData = autoMapping(inputs, columns)
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const lower = name.toLowerCase()
      const isTruth = TRUTHS.includes(lower) && lower !== "answer"
      const truth = isTruth ? columns.find((one) => TRUTHS.includes(one.toLowerCase())) : undefined
      const said = PREDICTIONS.includes(lower)
        ? (outputs.find((one) => PREDICTIONS.includes(one.toLowerCase())) ?? outputs[0])
        : undefined
      const guess = truth ? `\${data.${truth}}` : said ? `\${run.outputs.${said}}` : undefined
      const mapped = (isTruth ? fromData[name] : fromRun[name]) ?? guess ?? fromData[name] ?? fromRun[name]
      return mapped === undefined ? [] : [[name, mapped]]
    }),
  )
}

export interface MappingProblem {
  input: string
  problem: string
  severity: "error" | "warning"
}

/** What does not fit: an input without a value, a column that is not there, a type that a cast will refuse. */
export function mappingProblems(
  inputs: readonly { name: string; type: string; default?: unknown }[],
  mapping: Readonly<Record<string, string>>,
  columns: readonly { name: string; type: string }[],
  outputs: readonly string[] = [],
): MappingProblem[] {
  return inputs.flatMap(({ name, type, default: fallback }): MappingProblem[] => {
    const value = mapping[name]
    if (value === undefined || value === "")
      return fallback === undefined
        ? [{ input: name, problem: "needs a value: it has no default", severity: "error" }]
        : []
    const column = /^\$\{data\.(.+)\}$/.exec(value)?.[1]
    if (column !== undefined) {
      const found = columns.find((one) => one.name === column)
      if (!found) return [{ input: name, problem: `the data has no column ${column}`, severity: "error" }]
      return fits(type, found.type)
        ? []
        : [{ input: name, problem: `wants ${type}, and ${column} holds ${found.type}`, severity: "warning" }]
    }
    const output = /^\$\{run\.outputs\.(.+)\}$/.exec(value)?.[1]
    if (output !== undefined && outputs.length > 0 && !outputs.includes(output))
      return [{ input: name, problem: `the flow has no output ${output}`, severity: "error" }]
    return []
  })
}

function fits(wanted: string, held: string): boolean {
  if (wanted === "string" || wanted === "object" || held === "mixed" || held === "string" || held === "null")
    return true
  if (wanted === "double") return held === "int" || held === "double"
  if (wanted === "image") return held === "string" || held === "object"
  return wanted === held
}

/** What is asked of the server. */
export function runRequest(view: FlowView, state: WizardState): RunRequest {
  return {
    flow: view.path,
    data: state.data,
    columnMapping: given(state.mapping),
    ...(state.name && { displayName: state.name }),
    ...(state.description && { description: state.description }),
    vary: state.variants.map((variant) => `\${${state.node}.${variant}}`),
    evaluations: state.evaluations.map(({ flow, mapping }) => ({ flow, columnMapping: given(mapping) })),
    ...(state.limit !== undefined && { limit: state.limit }),
    ...(state.maxCost !== undefined && { maxCost: state.maxCost }),
  }
}

/** Literals that are JSON are values; `${…}` and other text is text. */
function given(mapping: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(mapping).flatMap(([name, value]) => (value === "" ? [] : [[name, literal(value)]])),
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

/** Flows of the bulk test whose code nobody has allowed to run yet. */
export function untrusted(view: FlowView, { evaluations }: Pick<WizardState, "evaluations">): string[] {
  const own = view.trusted ? [] : [view.path]
  return [
    ...own,
    ...evaluations.flatMap(({ flow, trusted }) => (trusted || typeof flow !== "string" ? [] : [flow])),
  ]
}
