import { MillraceError } from "@internal/schema"
import { float, isFloat, isInt, isNumeric, PyFloat, repr, str, toPlain, type Value } from "@internal/value"

type Parameters = Record<string, unknown>
type Given = ReadonlyMap<string, Value>

/** Parameters of the chat tool that are not template variables (spec 5.4). */
export const CHAT_PARAMETERS = [
  "prompt",
  "deployment_name",
  "model",
  "temperature",
  "top_p",
  "n",
  "stream",
  "stop",
  "max_tokens",
  "presence_penalty",
  "frequency_penalty",
  "logit_bias",
  "user",
  "function_call",
  "functions",
  "tool_choice",
  "tools",
  "response_format",
  "seed",
] as const

export const COMPLETION_PARAMETERS = [
  "prompt",
  "deployment_name",
  "model",
  "suffix",
  "max_tokens",
  "temperature",
  "top_p",
  "n",
  "stream",
  "logprobs",
  "echo",
  "stop",
  "presence_penalty",
  "frequency_penalty",
  "best_of",
  "logit_bias",
  "user",
] as const

export interface BuiltParameters {
  parameters: Parameters
  stream: boolean
  /** The answer is the whole message, not its text: functions or tools were offered. */
  wholeMessage: boolean
}

/**
 * The request parameters of a chat call, by the rules of spec 5.4. The original's tools for Azure and for OpenAI differ in
 * two: only Azure's has `n` (and always sends it), and only Azure's makes a missing `tool_choice` `auto`.
 */
export function chatParameters(given: Given, provider: "azure" | "openai"): BuiltParameters {
  const parameters: Parameters = {
    temperature: asGiven(given, "temperature", float(1)),
    top_p: asGiven(given, "top_p", float(1)),
    ...(provider === "azure" && { n: asGiven(given, "n", 1) }),
  }
  whenTruthy(parameters, given, ["stop", "logit_bias", "response_format", "user"])
  const limit = maxTokens(given)
  if (limit !== undefined) parameters.max_tokens = limit
  for (const name of ["presence_penalty", "frequency_penalty"]) {
    if (has(given, name)) parameters[name] = asGiven(given, name, null)
  }
  if (has(given, "seed")) parameters.seed = asGiven(given, "seed", null)

  const tools = offered(given.get("tools"))
  const functions = offered(given.get("functions")) // an empty list offers none: seen on the original
  if (tools !== null) {
    // what the tool for OpenAI sends is the service's to judge (seen on the original)
    parameters.tools = provider === "azure" ? checkedTools(tools) : toPlain(tools)
    const choice = given.get("tool_choice") ?? (provider === "azure" ? "auto" : null)
    parameters.tool_choice = provider === "azure" ? checkedToolChoice(choice) : toPlain(choice)
  } else if (functions !== null) {
    parameters.functions = checkedFunctions(functions)
    parameters.function_call = checkedFunctionCall(given.get("function_call") ?? null)
  }
  const stream = isTrue(given.get("stream"))
  return { parameters, stream, wholeMessage: tools !== null || functions !== null }
}

/**
 * The request parameters of a completion call: all of them, as the original sends them (spec 5.4). `unlimited` stands where
 * no `max_tokens` is given: 16 for LLM nodes, null for the package tool.
 */
export function completionParameters(
  given: Given,
  provider: "azure" | "openai",
  unlimited: number | null = 16,
): BuiltParameters {
  const whole = (name: string, fallback: unknown) => {
    const value = given.get(name) ?? null
    return truthy(value) ? toPlain(value) : fallback // also where it is 0 or an empty list: seen on the original
  }
  const limit = has(given, "max_tokens") ? maxTokens(given) : unlimited
  // The tool for OpenAI sends penalties as floats and absent ones as null, the one for Azure as they came or not at all.
  const penalty = (name: string) =>
    provider === "azure"
      ? has(given, name) && { [name]: asGiven(given, name, null) }
      : { [name]: has(given, name) ? number(given, name, 0) : null }
  const parameters: Parameters = {
    suffix: whole("suffix", null),
    ...(limit !== undefined && { max_tokens: limit }),
    temperature: number(given, "temperature", 1),
    top_p: number(given, "top_p", 1),
    n: integer(given, "n", 1),
    logprobs: truthy(given.get("logprobs") ?? null) ? integer(given, "logprobs", 0) : null,
    echo: isTrue(given.get("echo")),
    stop: whole("stop", null),
    ...penalty("presence_penalty"),
    ...penalty("frequency_penalty"),
    best_of: integer(given, "best_of", 1),
    logit_bias: whole("logit_bias", {}),
    user: asGiven(given, "user", ""),
  }
  return { parameters, stream: isTrue(given.get("stream")), wholeMessage: false }
}

function has(given: Given, name: string): boolean {
  return (given.get(name) ?? null) !== null
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && str(value).toLowerCase() === "true"
}

function truthy(value: Value): boolean {
  if (value === null || value === false || value === "" || value === 0 || value === 0n) return false
  if (value instanceof PyFloat) return value.value !== 0
  if (Array.isArray(value)) return value.length > 0
  return !(value instanceof Map && value.size === 0)
}

function whenTruthy(parameters: Parameters, given: Given, names: string[]): void {
  for (const name of names) {
    const value = given.get(name)
    if (value !== undefined && truthy(value)) parameters[name] = toPlain(value)
  }
}

/** Literals were converted by the tool's signature; what a reference brought is sent as it came (seen on the original). */
function asGiven(given: Given, name: string, fallback: Value): Value {
  return given.get(name) ?? fallback
}

/** Python's `float(v)`: the completion tool itself converts what a reference brought. */
function number(given: Given, name: string, fallback: number): number | PyFloat {
  const value = given.get(name) ?? null
  if (value === null) return float(fallback)
  if (isNumeric(value)) return float(Number(value))
  const text = typeof value === "string" ? value.trim().replaceAll("_", "") : ""
  const parsed = /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(parsed)) throw notA("float", name, value)
  return float(parsed)
}

/** Python's `int(v)`. */
function integer(given: Given, name: string, fallback: number): number {
  const value = given.get(name) ?? null
  if (value === null) return fallback
  if (isInt(value) || typeof value === "boolean") return Number(value)
  if (isFloat(value)) return Math.trunc(Number(value))
  const text = typeof value === "string" ? value.trim().replaceAll("_", "") : ""
  if (!/^[-+]?\d+$/.test(text)) throw notA("int", name, value)
  return Number(text)
}

function notA(type: string, name: string, value: Value): MillraceError {
  return new MillraceError("LLM_FAILED", {
    detail: `ValueError: ${name} must be ${type}, and ${repr(value)} is not`,
  })
}

function maxTokens(given: Given): number | undefined {
  const value = given.get("max_tokens") ?? null
  if (value === null) return undefined
  if (str(value).toLowerCase() === "inf" || value === Number.POSITIVE_INFINITY) return undefined
  return integer(given, "max_tokens", 0)
}

/** An empty list of tools is none (seen on the original). */
function offered(tools: Value | undefined): Value {
  return tools === undefined || !truthy(tools) ? null : tools
}

function checkedTools(tools: Value): unknown {
  const refuse = (reason: string) => new MillraceError("CHAT_TOOLS_INVALID", { reason })
  checkLength(tools)
  if (!Array.isArray(tools)) throw refuse(`tools must be a list, not ${repr(tools)}.`)
  for (const [i, tool] of tools.entries()) {
    if (!(tool instanceof Map)) throw refuse(`tools[${i}] must be a dict, not ${repr(tool)}.`)
    const lacking = ["type", "function"].find((key) => !tool.has(key))
    if (lacking) throw refuse(`tools[${i}] lacks \`${lacking}\`.`)
    const problem = functionProblem(tool.get("function") ?? null)
    if (problem) throw refuse(`tools[${i}].function ${problem}`)
  }
  return toPlain(tools)
}

/** What has no length is not even looked at: the original fails on `len(…)`. */
function checkLength(value: Value): void {
  if (isNumeric(value) || typeof value === "boolean")
    throw new MillraceError("LLM_FAILED", { detail: `TypeError: ${repr(value)} is no list` })
}

export function checkedFunctions(functions: Value): unknown {
  const refuse = (reason: string) => new MillraceError("CHAT_FUNCTIONS_INVALID", { reason })
  checkLength(functions)
  if (!Array.isArray(functions) || functions.length === 0) {
    throw refuse(`functions must be a list with at least one item, not ${repr(functions)}.`)
  }
  for (const [i, item] of functions.entries()) {
    const problem = functionProblem(item)
    if (problem) throw refuse(`functions[${i}] ${problem}`)
  }
  return toPlain(functions)
}

export function functionProblem(item: Value): string | undefined {
  if (!(item instanceof Map)) return `must be a dict, not ${repr(item)}.`
  if (!item.has("name")) return "lacks `name`."
  const parameters = item.get("parameters")
  if (!(parameters instanceof Map)) return "needs `parameters`, a dict."
  if (parameters.get("type") !== "object") return "needs `parameters.type` to be `object`."
  if (!(parameters.get("properties") instanceof Map)) return "needs `parameters.properties`, a dict."
  return undefined
}

export function checkedToolChoice(choice: Value): unknown {
  if (choice === null || choice === "auto" || choice === "none" || choice === "required") return choice
  const inner = choice instanceof Map ? choice.get("function") : undefined
  if (!(choice instanceof Map) || !choice.has("type") || !(inner instanceof Map) || !inner.has("name")) {
    throw new MillraceError("CHAT_TOOLS_INVALID", {
      reason: `tool_choice must be auto, none, or a dict with \`type\` and \`function.name\`, not ${repr(choice)}.`,
    })
  }
  return toPlain(choice)
}

export function checkedFunctionCall(choice: Value): unknown {
  if (choice === null) return "auto"
  if (choice === "auto" || choice === "none") return choice
  if (!(choice instanceof Map) || !choice.has("name")) {
    throw new MillraceError("CHAT_FUNCTIONS_INVALID", {
      reason: `function_call must be auto, none, or a dict with \`name\`, not ${repr(choice)}.`,
    })
  }
  return toPlain(choice)
}
