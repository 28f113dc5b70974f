import type { Value } from "@internal/value"

/** What an input of an experiment's node may refer to (spec 8.5). `column` is the rest of the reference, empty for none. */
export type ExperimentReference =
  | { kind: "data"; name: string; column: string }
  | { kind: "input"; name: string }
  | { kind: "history" }
  | { kind: "node"; node: string; section: "inputs" | "outputs"; column: string }
  | { kind: "unknown"; text: string }

const WHOLE = /^\$\{([^{}]*)\}\n?$/

/** The reference that a value is; undefined for a literal. */
export function experimentReference(value: Value): ExperimentReference | undefined {
  const text = typeof value === "string" ? WHOLE.exec(value)?.[1] : undefined
  if (text === undefined) return undefined
  const [head = "", second = "", ...rest] = text.split(".")
  const column = rest.join(".")
  if (head === "data" && second !== "") return { kind: "data", name: second, column }
  if (head === "inputs" && second !== "" && column === "") return { kind: "input", name: second }
  if (text === "parent.conversation_history") return { kind: "history" }
  if (second === "inputs" || second === "outputs")
    return { kind: "node", node: head, section: second, column }
  return { kind: "unknown", text }
}

/** A command with `${inputs.x}` and `${outputs.y}` replaced; names that it does not have stay as they are. */
export function fillCommand(
  command: string,
  values: { inputs: ReadonlyMap<string, string>; outputs: ReadonlyMap<string, string> },
): string {
  return command.replace(
    /\$\{(inputs|outputs)\.([^{}]+)\}/g,
    (whole, section: "inputs" | "outputs", name) => values[section].get(name) ?? whole,
  )
}
