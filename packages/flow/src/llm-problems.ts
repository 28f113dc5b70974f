import type { Diagnostic, TemplateSource } from "@internal/schema"
import { diagnose } from "./diagnose.ts"
import type { FlowNode } from "./flow.ts"
import { llmParameters } from "./llm-parameters.ts"

/** Each provider's own name of the model; the other's is free for a prompt variable (spec 5.1.5). */
const MODEL_NAMES = ["deployment_name", "model"]

/** What a prompt and its node's inputs have wrong beyond casts. */
export function llmProblems(
  node: FlowNode,
  template: TemplateSource,
  api: "chat" | "completion",
): Diagnostic[] {
  const names = llmParameters(api).map((parameter) => parameter.name)
  // `n` is a parameter of Azure's chat alone; a prompt of another may have it (seen on the original)
  const unsure = api === "chat" ? [...MODEL_NAMES, "n"] : MODEL_NAMES
  const found = takenNames(node, template, [
    "prompt",
    "connection",
    ...names.filter((name) => !unsure.includes(name)),
  ])
  // Which of the two is taken depends on the connection, which is not read here.
  found.push(...takenNames(node, template, MODEL_NAMES, true))
  if (!MODEL_NAMES.some((name) => node.inputs.has(name))) {
    const data = { node_name: node.name, inputs: MODEL_NAMES.join(" or ") }
    found.push(diagnose("TOOL_INPUTS_MISSING", data, node.place, { strict: true }))
  }
  return found
}

/** Variables of the prompt that a parameter of the tool hides, as one diagnostic. */
export function takenNames(
  node: FlowNode,
  template: TemplateSource,
  parameters: readonly string[],
  strict = false,
): Diagnostic[] {
  const names = template.variables.filter((name) => parameters.includes(name))
  if (names.length === 0) return []
  const place = { file: template.path, line: lineOf(template.text, names[0] as string), column: 1 }
  const data = { node_name: node.name, key: names.join(", ") }
  return [diagnose("NODE_INPUT_NAME_TAKEN", data, place, { strict })]
}

function lineOf(text: string, name: string): number {
  const at = text.search(new RegExp(`\\{[{%][^}]*\\b${name}\\b`))
  return text.slice(0, Math.max(at, 0)).split("\n").length
}
