import { templateVariables } from "@internal/flow"
import { type Dict, fromPlain, type Value } from "@internal/value"
import { toolForm } from "../../flow/tool-form.ts"

/** What is added: a kind with a file of its own, or a package tool by its id and meta. */
export interface NodeChoice {
  kind: string
  tool?: string
  meta?: Record<string, unknown>
}

const FILES: Record<string, { ending: string; text: string }> = {
  llm: { ending: "jinja2", text: "# system:\nYou are a helpful assistant.\n\n# user:\n{{ question }}\n" },
  prompt: { ending: "jinja2", text: "{{ text }}\n" },
  python: {
    ending: "py",
    text: "from promptflow.core import tool\n\n\n@tool\ndef run(text: str) -> str:\n    return text\n",
  },
  typescript: {
    ending: "ts",
    text: "export default function run({ text }: { text: string }): string {\n  return text\n}\n",
  },
  javascript: { ending: "js", text: "export default function run({ text }) {\n  return text\n}\n" },
}
const INPUT: Record<string, string> = { llm: "question" }

/** A new node of a kind, as the flow's file has it, and the file that it names. */
export function newNode(
  choice: NodeChoice,
  name: string,
  connections: readonly { name: string; type: string }[],
): { fields: Dict; file?: { path: string; text: string } } {
  const made = FILES[choice.kind]
  if (!made) return toolNode(choice, name, connections)
  const path = `${name}.${made.ending}`
  const isModel = choice.kind === "llm"
  const fields = {
    type: choice.kind,
    source: { type: "code", path },
    inputs: {
      ...(isModel && { model: "smollm2", temperature: 0 }),
      [INPUT[choice.kind] ?? "text"]: "",
    },
    ...(isModel && { connection: "local_model", api: "chat" }),
  }
  return { fields: dict(fields), file: { path, text: made.text } }
}

/** Of a tool with a prompt, the prompt that it suggests. A connection is filled in where one fits. */
function toolNode(
  { tool = "", meta = {} }: NodeChoice,
  name: string,
  connections: readonly { name: string; type: string }[],
): { fields: Dict; file?: { path: string; text: string } } {
  const form = toolForm(meta)
  const inputs: Record<string, unknown> = {}
  for (const { name: input, types, isConnection } of form.inputs) {
    const fitting = isConnection && connections.find(({ type }) => types.includes(type))
    if (fitting) inputs[input] = fitting.name
  }
  if (meta.type !== "custom_llm")
    return { fields: dict({ type: "python", source: { type: "package", tool }, inputs }) }
  const path = `${name}.jinja2`
  const text = form.defaultPrompt ?? "# user:\n{{ question }}\n"
  const own = new Set(form.inputs.map((input) => input.name))
  for (const variable of variablesOf(path, text)) if (!own.has(variable)) inputs[variable] = ""
  const source = { type: "package_with_prompt", tool, path }
  return { fields: dict({ type: "custom_llm", source, inputs }), file: { path, text } }
}

function variablesOf(path: string, text: string): string[] {
  try {
    return templateVariables(path, text)
  } catch {
    return [] // a package's own prompt that cannot be read is shown as it is
  }
}

function dict(fields: Record<string, unknown>): Dict {
  return fromPlain(fields) as Dict & Value
}
