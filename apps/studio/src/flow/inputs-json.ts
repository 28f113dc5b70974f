import { placeIn, readJson, type TextProblem, topKeys } from "./json-text.ts"
import { givenValues, type RunPort } from "./run-ports.ts"
import { valueProblem } from "./typed-value.ts"

/** Typed inputs as JSON, in the order of the flow; what is left out has its default. */
export function inputsText(ports: readonly RunPort[], inputs: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(givenValues(ports, inputs), null, 2)
}

/** The inputs that a text of JSON says, or everything that is wrong with it, each at its place. */
export function readInputsText(
  ports: readonly RunPort[],
  text: string,
): { inputs: Record<string, unknown> } | { problems: TextProblem[] } {
  if (text.trim() === "") return { inputs: {} }
  const read = readJson(text)
  if ("problem" in read) return { problems: [read] }
  const { value } = read
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { problems: [{ problem: 'An object is needed: { "input": value }', line: 1, column: 1 }] }
  const keys = topKeys(text)
  const types = new Map(ports.map(({ name, type }) => [name, type]))
  const problems = Object.entries(value).flatMap(([name, given]): TextProblem[] => {
    const type = types.get(name)
    const wrong =
      type === undefined
        ? `The flow has no input ${name}. It has ${[...types.keys()].join(", ") || "none"}.`
        : valueProblem(type, given)
    const at = keys.get(name) ?? 0
    return wrong === undefined ? [] : [{ problem: type ? `${name}: ${wrong}` : wrong, ...placeIn(text, at) }]
  })
  return problems.length > 0 ? { problems } : { inputs: value as Record<string, unknown> }
}
