import { OUTSIDE_BODY, REPLACED, unknownParameter } from "@internal/flow"
import { type CallContext, MillraceError, type PromptySource } from "@internal/schema"
import { type Dict, isFloat, repr, toPlain, type Value } from "@internal/value"
import type { Request } from "../nodes/model-call.ts"
import {
  checkedFunctionCall,
  checkedFunctions,
  checkedToolChoice,
  functionProblem,
} from "../prompt/parameters.ts"
import type { Prompt } from "./prompty-prompt.ts"

export interface PromptyRequest {
  request: Request
  context: Pick<CallContext, "query" | "timeout" | "whole">
  headers: Record<string, string>
}

/**
 * The request of a prompty: its parameters as they are (spec 1.4), tools and functions checked. `stream` is sent only where
 * it is written. Fails with `LLM_FAILED`, `CHAT_TOOLS_INVALID` or `CHAT_FUNCTIONS_INVALID`.
 */
export function promptyRequest(source: PromptySource, model: string, prompt: Prompt): PromptyRequest {
  const given = new Map(source.parameters.value as Dict)
  for (const name of REPLACED) given.delete(name)
  for (const name of ["tools", "functions"]) if (given.get(name) === null) given.delete(name)
  checkNames(given, prompt.api)
  if (prompt.api === "chat") checkTools(given)
  const stream = given.get("stream")
  const body: Record<string, unknown> = {}
  for (const [name, value] of given) {
    if (name !== "stream" && !OUTSIDE_BODY.includes(name))
      body[name] = isFloat(value) ? value : toPlain(value) // 1.0 is sent as 1.0
  }
  if (model === "") body.model = null // some servers have only one
  const extra = given.get("extra_body")
  if (extra instanceof Map) Object.assign(body, toPlain(extra))
  const common = {
    model,
    parameters: body,
    ...(stream !== undefined && stream !== null && { stream: isTrue(stream) }),
  }
  const query = texts(given.get("extra_query"))
  const timeout = Number(given.get("timeout"))
  return {
    request:
      prompt.api === "completion"
        ? { api: "completion", body: { ...common, prompt: prompt.text } }
        : { api: "chat", body: { ...common, messages: prompt.messages } },
    context: { ...(query && { query }), ...(timeout > 0 && { timeout }), whole: source.response === "all" },
    headers: texts(given.get("extra_headers")) ?? {},
  }
}

function checkNames(given: Dict, api: Prompt["api"]): void {
  const unknown = unknownParameter(given.keys(), api)
  if (!unknown) return
  const detail = `TypeError: Completions.create() got an unexpected keyword argument '${unknown.name}'`
  throw new MillraceError("LLM_FAILED", { detail }, { hint: unknown.hint })
}

/** Tools are looked at before functions, which are then sent unseen. */
function checkTools(given: Dict): void {
  const tools = given.get("tools") ?? null
  const functions = given.get("functions") ?? null
  if (tools !== null) {
    checkToolList(tools)
    const choice = given.get("tool_choice") ?? "auto"
    checkedToolChoice(choice)
    given.set("tool_choice", choice)
  } else if (functions !== null) {
    checkedFunctions(functions)
    const choice = given.get("function_call") ?? "auto"
    checkedFunctionCall(choice)
    given.set("function_call", choice)
  }
}

function checkToolList(tools: Value): void {
  const refuse = (reason: string) => new MillraceError("CHAT_TOOLS_INVALID", { reason })
  if (!Array.isArray(tools)) throw refuse(`tools must be a list, not ${repr(tools)}.`)
  if (tools.length === 0) throw refuse("tools cannot be an empty list.")
  for (const [i, tool] of tools.entries()) {
    if (!(tool instanceof Map)) throw refuse(`tool ${i} ${repr(tool)} is not a dict.`)
    for (const key of ["type", "function"]) {
      if (!tool.has(key)) throw refuse(`tool ${i} ${repr(tool)} does not have '${key}' property.`)
    }
    const problem = functionProblem(tool.get("function") ?? null)
    if (problem) throw refuse(`The function of tool ${i} ${problem}`)
  }
}

function isTrue(value: Value): boolean {
  return value === true || (typeof value === "string" && value.toLowerCase() === "true")
}

function texts(value: Value | undefined): Record<string, string> | undefined {
  if (!(value instanceof Map)) return undefined
  return Object.fromEntries(Array.from(value, ([key, item]) => [key, String(toPlain(item))]))
}
