import { MillraceError, type NodeTool } from "@internal/schema"
import { fromPlain, str, type Value } from "@internal/value"
import { RoleEscapes } from "../prompt/escape-roles.ts"
import {
  type BuiltParameters,
  CHAT_PARAMETERS,
  COMPLETION_PARAMETERS,
  chatParameters,
  completionParameters,
} from "../prompt/parameters.ts"
import { parseChat } from "../prompt/parse-chat.ts"
import { renderTemplate } from "../prompt/render.ts"
import { withRetries } from "../retry.ts"
import { modelKey } from "../reuse/node-key.ts"
import { stamped } from "../stamp.ts"
import { json, streamValue } from "../values.ts"
import { type Answer, type Request, wholeCall } from "./model-call.ts"
import { nodeAttempt } from "./node-attempt.ts"
import type { Input, NodeCall, NodeResult } from "./node-call.ts"
import { openFeed, saidAgain } from "./text-feed.ts"

type LlmTool = Extract<NodeTool, { kind: "llm" }>

const AZURE = "AzureOpenAIConnection"
/** What the original tells Azure of who calls. */
export const CALLED_FROM = { "ms-azure-ai-promptflow-called-from": "aoai-tool" }
/** Inputs of the package tool `llm` that are no part of the request. */
const PACKAGED_INPUTS = ["connection", "api"]

/** An LLM node: render, split into messages, call the model with retries (spec 5.1-5.5). */
export async function runLlm(call: NodeCall): Promise<NodeResult> {
  const { tool } = call.node
  if (tool.kind !== "llm") throw new TypeError(`${tool.kind} is not an LLM node`)
  const connection = call.connection(tool.connection)
  const { request, built } = await buildRequest(call, tool, connection.type)
  const headers = connection.type === AZURE ? { headers: CALLED_FROM } : {}
  const parts = async () => ({
    model: await call.host.models.chat(connection),
    connection: connection.name,
    ...headers,
  })
  if (request.body.stream) {
    if ("functions" in request.body.parameters)
      throw new MillraceError("STREAM_WITH_FUNCTIONS", { node_name: call.node.name })
    // its pieces are this line's, not an answer that other runs could take
    const said = await call.recall({ ...(await modelKey(call, connection, request)), local: true })
    if (said?.value.kind === "json") {
      const pieces = said.value.json.value as string[] // as `nodeAttempt` keeps them
      return { ...said, value: streamValue(await saidAgain(pieces, request, headers)) }
    }
    const spoken = { ...(await parts()), late: true }
    const feed = await retried(call, (attempt) =>
      openFeed(call.host, request, nodeAttempt(call, spoken, attempt)),
    )
    call.opened(feed)
    return { value: streamValue(feed), portable: false, calls: [] }
  }
  const known = await call.recall(await modelKey(call, connection, request))
  if (known) return known
  const asked = await parts()
  const answer = await retried(call, (attempt) =>
    wholeCall(call.host, request, nodeAttempt(call, asked, attempt)),
  )
  const output = answered(answer, built.wholeMessage)
  return { value: json(output), portable: true, calls: [], ...(answer.usage && { usage: answer.usage }) }
}

/** What a call that is not streamed gives its node: the message, or its content, which may be null (spec 5.4). */
export function answered({ text, message }: Answer, wholly: boolean): Value {
  if (!message) return text
  return wholly ? wholeMessage(message) : fromPlain(message.content ?? null)
}

/** Tries again by the rules of spec 5.5, and says so in the node's log as the original does. */
export function retried<T>(call: NodeCall, once: (attempt: number) => Promise<T>): Promise<T> {
  return withRetries(once, {
    clock: call.host.clock,
    signal: call.signal,
    failed: (failure) => logLine(call, `Exception occurs: ${failure.class}: ${failure.detail}`),
    waiting: (wait, retry) => {
      const { failure, attempt, ms } = retry
      const after = failure.retryAfterMs === undefined ? "None" : failure.retryAfterMs / 1000
      logLine(
        call,
        `${failure.class} #${attempt}, Retry-After=${after}, Back off ${(ms / 1000).toFixed(1)} seconds for retry.`,
      )
      return call.waiting(wait)
    },
  })
}

/** Every field of the SDK's message object, in its order, null where the API said nothing (spec 5.4). */
const MESSAGE_FIELDS = ["content", "refusal", "role", "annotations", "audio", "function_call", "tool_calls"]

export function wholeMessage(message: Record<string, unknown>): Value {
  const known = MESSAGE_FIELDS.map((field) => [field, fromPlain(message[field] ?? null)] as const)
  const others = Object.entries(message).filter(([field]) => !MESSAGE_FIELDS.includes(field))
  const calls = message.tool_calls
  const output = new Map<string, Value>([...known, ...others.map(([k, v]) => [k, fromPlain(v)] as const)])
  if (Array.isArray(calls)) output.set("tool_calls", calls.map(toolCall))
  if (message.function_call) output.set("function_call", fromPlain(inOrder(message.function_call)))
  return output
}

function toolCall(call: Record<string, unknown>): Value {
  const { id, function: called, type, ...rest } = call
  return fromPlain({ id, function: inOrder(called), type, ...rest })
}

/** A called function's fields in the order of the SDK's object. */
function inOrder(called: unknown): Record<string, unknown> {
  const { arguments: given, ...named } = (called ?? {}) as Record<string, unknown>
  return { arguments: given, ...named }
}

async function buildRequest(
  call: NodeCall,
  { api, packaged, template: source }: LlmTool,
  connectionType: string,
): Promise<{ request: Request; built: BuiltParameters }> {
  const names: readonly string[] = api === "chat" ? CHAT_PARAMETERS : COMPLETION_PARAMETERS
  // what is no parameter of this provider's tool: the other's name of the model, and how many answers Azure's chat gives
  const foreign = connectionType === AZURE ? ["model"] : ["deployment_name", ...(api === "chat" ? ["n"] : [])]
  const given = new Map<string, Value>()
  const variables = new Map<string, Input>()
  for (const [name, input] of call.inputs) {
    if (packaged && PACKAGED_INPUTS.includes(name)) continue
    if (!names.includes(name) || foreign.includes(name)) variables.set(name, input)
    if (!names.includes(name)) continue
    if (input.value.kind === "json") given.set(name, input.value.json.value)
    else if (input.value.kind === "live") given.set(name, input.value.shown.value)
  }
  if (call.stream !== undefined) given.set("stream", call.stream)
  const model = packaged
    ? packagedModel(given, connectionType)
    : modelName(given, connectionType, call.node.name)
  // Only the chat of Azure OpenAI prints lists so: seen on the original.
  const listsByLine = api === "chat" && connectionType === AZURE
  // an input `prompt` stands for the file's text
  const own = given.get("prompt")
  const template = typeof own === "string" && { template: { ...source, text: own } }
  const { text, escaped } = await renderTemplate(call, variables, { listsByLine, ...template })
  if (api === "completion") {
    const limit = packaged ? null : 16
    const built = completionParameters(given, connectionType === AZURE ? "azure" : "openai", limit)
    const { parameters, stream } = built
    return { request: { api, body: { model, prompt: text, parameters, stream } }, built }
  }
  // Messages first: of two mistakes the original reports the one in the prompt.
  const messages = parseChat(escaped?.text ?? text, escaped?.escapes ?? new RoleEscapes())
  const built = chatParameters(given, connectionType === AZURE ? "azure" : "openai")
  const { parameters, stream } = built
  return { request: { api, body: { model, messages, parameters, stream } }, built }
}

/**
 * `deployment_name` for Azure, which requires it. Elsewhere `model`; a flow that was written for Azure still works there
 * (the original sends no name then).
 */
export function modelName(given: ReadonlyMap<string, Value>, connectionType: string, node: string): string {
  for (const name of connectionType === AZURE ? ["deployment_name"] : ["model", "deployment_name"]) {
    const value = given.get(name) ?? ""
    if (value !== "") return str(value)
  }
  if (connectionType !== AZURE) return ""
  throw new MillraceError("LLM_FAILED", {
    detail: `node ${node} names no deployment_name, which Azure OpenAI requires; add deployment_name to its inputs`,
  })
}

/** The package tool `llm` takes each provider's own name of the model, and sends an empty one where it is not given. */
function packagedModel(given: ReadonlyMap<string, Value>, connectionType: string): string {
  return str(given.get(connectionType === AZURE ? "deployment_name" : "model") ?? "")
}

/** What the original prints of a call that goes wrong, in the node's own log. */
function logLine(call: NodeCall, text: string): void {
  call.sink.log("stderr", stamped(text))
}
