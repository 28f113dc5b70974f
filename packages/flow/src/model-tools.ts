import type { ToolParameter } from "@internal/schema"
import { str, type Value } from "@internal/value"
import type { FlowNode } from "./flow.ts"
import { llmParameters } from "./llm-parameters.ts"

const LLM = "promptflow.tools.llm.llm"

export interface ModelTool {
  api: "chat" | "completion"
  connection: string
  parameters: ToolParameter[]
}

/**
 * A node of the package tool `llm` (spec 5.6) as the LLM node that it amounts to: the engine calls the model itself, so it
 * needs no Python, streams, and is counted and recorded as such nodes are. Undefined for every other node, and where the
 * connection or the api is known only when the node runs; those go through Python.
 */
export function modelTool(node: FlowNode): ModelTool | undefined {
  if (node.type !== "custom_llm" || node.source?.type !== "package_with_prompt") return undefined
  if (node.source.tool !== LLM || !node.source.path) return undefined
  const connection = node.inputs.get("connection")
  const given = node.inputs.get("api")
  if (!connection || connection.reference || !str(connection.value) || given?.reference) return undefined
  const api = given?.value === "completion" ? "completion" : "chat"
  const parameters: ToolParameter[] = [
    { name: "connection", type: CONNECTIONS, connection: true },
    { name: "api", type: ["string"], connection: false },
    ...llmParameters(api).map((parameter) => {
      const penalty =
        parameter.name === "frequency_penalty" && isWhole(node.inputs.get(parameter.name)?.value)
      return penalty ? { ...parameter, type: ["int"] } : parameter
    }),
  ]
  return { api, connection: str(connection.value), parameters }
}

/** The tool declares `frequency_penalty` an int; fractions keep their fraction all the same (Appendix B 15). */
function isWhole(value: Value | undefined): boolean {
  return value !== undefined && /^[+-]?\d+$/.test(str(value))
}

/** Of the last it is ours that it has no key: the model on this machine. */
const CONNECTIONS = ["AzureOpenAIConnection", "OpenAIConnection", "ServerlessConnection", "LocalConnection"]
