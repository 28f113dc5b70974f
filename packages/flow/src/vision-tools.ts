import type { NodeTool, ToolParameter, ValueType } from "@internal/schema"
import { str, type Value } from "@internal/value"
import type { FlowNode } from "./flow.ts"

export interface VisionTool {
  connection: string
  parameters: ToolParameter[]
  vision: NonNullable<(NodeTool & { kind: "llm" })["vision"]>
}

const AZURE = "AzureOpenAIConnection"
const OPENAI = "OpenAIConnection"
const LOCAL = "LocalConnection"

/** Tools of spec 5.6 that send images; the connections each takes, its name for the model, and the model if none is given. */
const TOOLS: Record<string, { connections: string[]; models: string[]; model?: string }> = {
  "promptflow.tools.llm_vision.llm_vision": {
    connections: [AZURE, OPENAI, LOCAL],
    models: ["deployment_name", "model"],
  },
  "promptflow.tools.aoai_gpt4v.AzureOpenAI.chat": { connections: [AZURE], models: ["deployment_name"] },
  "promptflow.tools.openai_gpt4v.OpenAI.chat": {
    connections: [OPENAI, LOCAL],
    models: ["model"],
    model: "gpt-4-vision-preview",
  },
}

const PARAMETERS: [string, ValueType][] = [
  ["temperature", "double"],
  ["top_p", "double"],
  ["max_tokens", "int"],
  ["stop", "list"],
  ["presence_penalty", "double"],
  ["frequency_penalty", "double"],
  ["seed", "int"],
  ["detail", "string"],
]

/**
 * A node of a vision tool (spec 5.6) as the LLM node that it amounts to. Undefined for every other node, and where the
 * connection is known only when the node runs, or not at all; those go through Python.
 */
export function visionTool(node: FlowNode): VisionTool | undefined {
  if (node.type !== "custom_llm" || node.source?.type !== "package_with_prompt" || !node.source.path)
    return undefined
  const id = node.source.tool ?? ""
  const tool = Object.hasOwn(TOOLS, id) ? TOOLS[id] : undefined
  const connection = node.inputs.get("connection")
  if (!tool || !connection || connection.reference || !str(connection.value)) return undefined
  const parameters: ToolParameter[] = [
    { name: "connection", type: tool.connections, connection: true },
    ...tool.models.map((name) => ({ name, type: ["string"], connection: false })),
    ...PARAMETERS.map(([name, type]) => {
      const isInt = name === "frequency_penalty" && tool.models.length > 1 && isWhole(node, name)
      return { name, type: [isInt ? "int" : type], connection: false }
    }),
  ]
  return {
    connection: str(connection.value),
    parameters,
    vision: { names: parameters.map(({ name }) => name), ...(tool.model && { model: tool.model }) },
  }
}

/** `llm_vision` declares `frequency_penalty` an int; fractions keep their fraction all the same (Appendix B 15). */
function isWhole(node: FlowNode, name: string): boolean {
  const value: Value | undefined = node.inputs.get(name)?.value
  return value !== undefined && /^[+-]?\d+$/.test(str(value))
}
