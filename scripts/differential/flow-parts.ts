import type { Case, Step } from "./case.ts"
import { type Yaml, yamlText } from "./yaml-text.ts"

export type Node = { [key: string]: Yaml | undefined }
export type Flow = {
  inputs?: Record<string, Yaml>
  outputs?: Record<string, Yaml>
  nodes: Node[]
  [key: string]: Yaml | undefined
}

// The original hands a tool YAML's own number and text classes; a tool only shows which plain type a value is.
const kind =
  "\n\ndef kind(v):\n    return next(t.__name__ for t in (bool, int, float, str, list, dict, type(None), object) if isinstance(v, t))\n"

/** The tool file of a function `name(parameters)` with a body of the given lines, which may call `kind(value)`. */
export function pythonTool(name: string, parameters: string, body: string, head = ""): string {
  const lines = body.split("\n").map((line) => (line ? `    ${line}` : ""))
  const extra = body.includes("kind(") ? kind : ""
  return `from promptflow.core import tool\n${head}${extra}\n\n@tool\ndef ${name}(${parameters}):\n${lines.join("\n")}\n`
}

/** A Python node that calls `path`. */
export function pythonNode(name: string, inputs: Record<string, Yaml>, more: Node = {}): Node {
  return { name, type: "python", source: { type: "code", path: `${name}.py` }, inputs, ...more }
}

export function promptNode(name: string, inputs: Record<string, Yaml>, more: Node = {}): Node {
  return { name, type: "prompt", source: { type: "code", path: `${name}.jinja2` }, inputs, ...more }
}

/** An output of the flow; the declared type is never enforced. */
export function output(reference: Yaml, type = "object"): Yaml {
  return { type, reference }
}

export function flowText(flow: Flow): string {
  return yamlText(flow)
}

/** `pf flow test` of the folder `flow`, with `k=v` inputs. */
export function test(inputs: Record<string, string> = {}, ...more: string[]): Step {
  const pairs = Object.entries(inputs).map(([key, value]) => `${key}=${value}`)
  return {
    argv: ["flow", "test", "--flow", "flow", ...(pairs.length ? ["--inputs", ...pairs] : []), ...more],
  }
}

/** `pf run create` of the folder `flow` under a name that is unique over all cases. */
export function batch(id: string, suffix: string, ...more: string[]): Step {
  return { argv: ["run", "create", "--flow", "flow", "--name", runName(id, suffix), ...more] }
}

export function details(id: string, suffix: string): Step {
  return { argv: ["run", "show-details", "--name", runName(id, suffix)] }
}

export function metrics(id: string, suffix: string): Step {
  return { argv: ["run", "show-metrics", "--name", runName(id, suffix)] }
}

export function runName(id: string, suffix: string): string {
  return `${id.replaceAll("-", "_")}_${suffix}`
}

export function mapping(map: Record<string, string>): string[] {
  return ["--column-mapping", ...Object.entries(map).map(([key, value]) => `${key}=${value}`)]
}

export function jsonl(rows: unknown[]): string {
  return rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("")
}

export function makeCase(id: string, files: Record<string, string>, steps: Step[]): Case {
  return { id, files, steps }
}
