import type { ToolParameter, ValueType } from "@internal/schema"
import { Json, str, type Value } from "@internal/value"

const REQUIRED = Symbol("required")
type Row = [name: string, type: ValueType, fallback: Value | typeof REQUIRED]

const CHAT: Row[] = [
  ["temperature", "double", 1],
  ["top_p", "double", 1],
  ["n", "int", 1],
  ["stream", "bool", false],
  ["stop", "list", null],
  ["max_tokens", "int", null],
  ["presence_penalty", "double", null],
  ["frequency_penalty", "double", null],
  ["logit_bias", "object", new Map()],
  ["user", "string", ""],
  ["function_call", "object", null],
  ["functions", "list", null],
  ["tool_choice", "object", null],
  ["tools", "list", null],
  ["response_format", "object", null],
  ["seed", "int", null],
]
const COMPLETION: Row[] = [
  ["suffix", "string", null],
  ["max_tokens", "int", 16],
  ["temperature", "double", 1],
  ["top_p", "double", 1],
  ["n", "int", 1],
  ["stream", "bool", false],
  ["logprobs", "int", null],
  ["echo", "bool", false],
  ["stop", "list", null],
  ["presence_penalty", "double", null],
  ["frequency_penalty", "double", null],
  ["best_of", "int", 1],
  ["logit_bias", "object", new Map()],
  ["user", "string", ""],
]

/**
 * The parameters of the built-in LLM tools, which a node's literals are cast by (spec 5.4); penalties are numbers with a
 * fraction here (Appendix B 15). `deployment_name` is Azure's name of `model`.
 */
export function llmParameters(api: "chat" | "completion"): ToolParameter[] {
  const rows: Row[] = [
    ["deployment_name", "string", REQUIRED],
    ["model", "string", ""],
    ...(api === "chat" ? CHAT : COMPLETION),
  ]
  return rows.map(([name, type, fallback]) => ({
    name,
    type: [type],
    connection: false,
    ...(fallback !== REQUIRED && { default: { value: Json.of(fallback), shown: str(fallback) } }),
  }))
}
