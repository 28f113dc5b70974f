import { createHash } from "node:crypto"
import { compile } from "@internal/jinja"
import {
  type Clock,
  type Connection,
  type EmbeddingRequest,
  errorRecord,
  type ImageRef,
  type Limiter,
  type MediaStore,
  MillraceError,
  type Model,
  type ModelSource,
  type RateLimits,
  toMillraceError,
} from "@internal/schema"
import { type Dict, fromPlain, parse, str, toPlain, type Value } from "@internal/value"
import { withTemplateImages } from "./media/template-image.ts"
import { answered, CALLED_FROM, modelName } from "./nodes/llm-node.ts"
import {
  type Attempt,
  type EndedCall,
  endPermit,
  likelyTokens,
  type Request,
  wholeCall,
} from "./nodes/model-call.ts"
import { openFeed } from "./nodes/text-feed.ts"
import { withOwnName } from "./own-name.ts"
import { collectImages, placeImages, withImages } from "./prompt/chat-images.ts"
import { withChatLists } from "./prompt/chat-list.ts"
import { RoleEscapes } from "./prompt/escape-roles.ts"
import {
  CHAT_PARAMETERS,
  COMPLETION_PARAMETERS,
  chatParameters,
  completionParameters,
} from "./prompt/parameters.ts"
import { parseChat } from "./prompt/parse-chat.ts"
import { visionRequest } from "./prompt/vision-request.ts"
import { withRetries } from "./retry.ts"

export interface BuiltinHost {
  models: ModelSource
  limiter: Limiter
  clock: Clock
  /** Images that code hands over. */
  media?: MediaStore
  /** Ends every call. */
  signal: AbortSignal
  /** Told of every call that was made. */
  modelCall?(call: EndedCall): void
  /** Told the secrets of connections that flow code made itself, before they are used. */
  secrets(values: string[]): void
}

/**
 * What Python code of a flow asks the engine to do: run a tool of promptflow-tools (spec 5.4, 5.6), render a template, or
 * split a chat prompt. `payload` and the answer are plain JSON. Rejects with an error whose message the code gets.
 */
export async function answerTool(kind: string, payload: unknown, host: BuiltinHost): Promise<unknown> {
  const asked = payload as Record<string, unknown>
  if (kind === "render") return renderFor(asked, host)
  if (kind === "chat-messages") return parseChat(String(asked.prompt), new RoleEscapes())
  if (kind === "chat-prompt") return chatPrompt(asked)
  if (kind === "tool") return runBuiltin(String(asked.tool), exact(asked.inputs), host)
  throw new MillraceError("USAGE", { reason: `${kind} cannot be used from a tool yet.` })
}

/** A dict that travels as JSON text, so that 1.0 stays 1.0. */
function exact(text: unknown): Dict {
  return parse(String(text)) as Dict // as the shim sends it
}

/** A template of Python code; its images print their hash, its chat lists an item a line. */
function renderFor(
  { template, variables, options }: Record<string, unknown>,
  { media }: BuiltinHost,
): string {
  const values = exact(variables)
  const seen = media ? withTemplateImages(values, media) : values
  const byLine = (options as { lists_by_line?: boolean } | undefined)?.lists_by_line === true
  return render(String(template), (byLine ? withChatLists(seen) : seen) as Dict) // variables are a dict
}

function render(template: string, variables: Dict): string {
  return compile(template, { name: "<template>" }).render(variables)
}

/** Messages of a chat template, with the role headers hidden in the variables that `escape` names (spec 5.3). */
function chatPrompt(asked: Record<string, unknown>): unknown {
  const { text, escapes } = escapedRender(
    String(asked.template),
    exact(asked.variables),
    fromPlain(asked.escape ?? []),
  )
  return parseChat(text, escapes)
}

function escapedRender(template: string, variables: Dict, names: Value | undefined) {
  const escapes = new RoleEscapes()
  const values: Dict = new Map(variables)
  for (const name of Array.isArray(names) ? names : []) {
    const value = typeof name === "string" ? values.get(name) : undefined
    if (value !== undefined) values.set(name as string, escapes.escape(value)) // found by that name
  }
  return { text: render(template, values), escapes }
}

async function runBuiltin(tool: string, inputs: Dict, host: BuiltinHost): Promise<unknown> {
  const connection = connectionOf(toPlain(inputs.get("connection") ?? null), tool)
  host.secrets(Object.values(connection.secrets))
  const values: Dict = new Map([...inputs].filter(([name]) => name !== "connection"))
  const model = await host.models.chat(connection)
  switch (tool) {
    case "promptflow.tools.aoai.chat":
    case "promptflow.tools.openai.chat":
      return generate(model, "chat", values, connection, host)
    case "promptflow.tools.aoai.completion":
    case "promptflow.tools.openai.completion":
      return generate(model, "completion", values, connection, host)
    case "promptflow.tools.llm.llm":
      return generate(
        model,
        values.get("api") === "completion" ? "completion" : "chat",
        values,
        connection,
        host,
      )
    case "promptflow.tools.vision":
      return see(model, values, connection, host)
    case "promptflow.tools.embedding.embedding":
      return embed(model, values, connection, host)
  }
  throw new MillraceError("USAGE", { reason: `${tool} cannot be used from a tool yet.` })
}

/** The hidden input of the original that names the inputs which come straight from the flow's. */
const ESCAPED = "_inputs_to_escape"

/** A connection as the shim describes it; one that flow code made has no name, and is told apart by what it holds. */
function connectionOf(given: unknown, tool: string): Connection {
  const { name, type, module, configs, secrets } = (given ?? {}) as Partial<Connection>
  if (!type) {
    const original = ["UserError", "ToolValidationError", "InvalidConnectionType"]
    throw new MillraceError("USAGE", { reason: `${tool} needs a connection.` }, { original })
  }
  const texts = (fields: object | undefined) =>
    Object.fromEntries(Object.entries(fields ?? {}).map(([key, value]) => [key, String(value)]))
  const parts = {
    type,
    module: module ?? "promptflow.connections",
    configs: texts(configs),
    secrets: texts(secrets),
  }
  return withOwnName(parts, name)
}

async function generate(
  model: Model,
  api: "chat" | "completion",
  values: Dict,
  connection: Connection,
  host: BuiltinHost,
): Promise<unknown> {
  const names: readonly string[] = api === "chat" ? CHAT_PARAMETERS : COMPLETION_PARAMETERS
  const own = [...names, "api", ESCAPED]
  const variables: Dict = new Map([...values].filter(([name]) => !own.includes(name)))
  const parameters: ReadonlyMap<string, Value> = new Map([...values].filter(([name]) => names.includes(name)))
  const provider = connection.type === "AzureOpenAIConnection" ? "azure" : "openai"
  const name = modelName(parameters, connection.type, `promptflow.tools (${api})`)
  const prompt = String(values.get("prompt") ?? "")
  const { text, escapes } = escapedRender(prompt, variables, values.get(ESCAPED))
  const built =
    api === "chat" ? chatParameters(parameters, provider) : completionParameters(parameters, provider)
  const common = { model: name, parameters: built.parameters, stream: built.stream }
  const request: Request =
    api === "chat"
      ? { api, body: { ...common, messages: parseChat(text, escapes) } }
      : { api, body: { ...common, prompt: escapes.restore(text) } }
  if (built.stream) return retried(host, () => openFeed(host, request, attempt(host, model, connection)))
  const answer = await retried(host, () => wholeCall(host, request, attempt(host, model, connection)))
  return toPlain(answered(answer, built.wholeMessage))
}

/** A vision tool called from Python, its images handed over by reference. */
async function see(model: Model, values: Dict, connection: Connection, host: BuiltinHost): Promise<unknown> {
  const { media } = host
  const name = str(values.get("model") ?? "")
  const images = new Map<string, ImageRef>()
  const variables = new Map<string, unknown>()
  for (const [key, value] of values) {
    if (media) collectImages(value, media, images)
    variables.set(key, withChatLists(media ? withTemplateImages(value, media) : value))
  }
  const text = compile(placeImages(str(values.get("prompt") ?? "")), { name: "<template>" }).render(variables)
  const { parameters, detail } = visionRequest(values)
  const parsed = parseChat(text, new RoleEscapes())
  const messages = media ? withImages(parsed, images, media, detail) : parsed
  const headers: Record<string, string> =
    connection.type === "AzureOpenAIConnection"
      ? { "ms-azure-ai-promptflow-called-from": "aoai-gpt4v-tool" }
      : {}
  const request: Request = { api: "chat", body: { model: name, messages, parameters, stream: false } }
  const once = () => wholeCall(host, request, { ...attempt(host, model, connection), headers })
  return toPlain(answered(await retried(host, once), false))
}

async function embed(
  model: Model,
  values: Dict,
  connection: Connection,
  host: BuiltinHost,
): Promise<unknown> {
  const name = modelName(values, connection.type, "promptflow.tools.embedding")
  const text = String(values.get("input") ?? "")
  // as the original's tool and the OpenAI SDK under it send it
  const isServerless = connection.type === "ServerlessConnection"
  const request = {
    model: name,
    input: isServerless ? [text] : text,
    parameters:
      connection.type === "LocalConnection" ? {} : { encoding_format: isServerless ? "float" : "base64" },
  }
  const { vectors } = await retried(host, () => embedOnce(host, model, request, connection))
  return vectors[0]
}

async function embedOnce(host: BuiltinHost, model: Model, request: EmbeddingRequest, connection: Connection) {
  const { clock, limiter, signal } = host
  const asked = clock.now()
  const { endpoint } = model
  const limited = { endpoint, model: request.model, tokens: () => likelyTokens(request) }
  using permit = await limiter.acquire(limited, signal)
  const started = clock.now()
  const ended = (more: Partial<EndedCall>) =>
    host.modelCall?.({
      connection: shownName(connection),
      model: request.model,
      request: createHash("sha256").update(JSON.stringify(request)).digest("hex"),
      waited: started - asked,
      duration: clock.now() - started,
      ...more,
    })
  try {
    const answered = (limits: RateLimits, status: number) => permit.answered(limits, status < 400)
    const answer = await model.embed(request, { signal, answered, ...headersFor(connection) })
    permit.ended(answer.usage ? { usage: answer.usage } : {})
    ended(answer.usage ? { usage: answer.usage } : {})
    return answer
  } catch (thrown) {
    const error = toMillraceError(thrown)
    endPermit(permit, error)
    ended({ error: errorRecord(error) })
    throw thrown
  }
}

function attempt(host: BuiltinHost, model: Model, connection: Connection): Attempt {
  const ended = (call: EndedCall) => host.modelCall?.({ ...call, connection: shownName(connection) })
  const { name } = connection
  return {
    model,
    connection: name,
    signal: host.signal,
    answer: { text: "" },
    ended,
    ...headersFor(connection),
  }
}

function headersFor({ type }: Connection): { headers?: Record<string, string> } {
  return type === "AzureOpenAIConnection" ? { headers: CALLED_FROM } : {}
}

/** The name without what tells connections of one name apart. */
function shownName({ name }: Connection): string {
  return name.replace(/#\w*$/, "")
}

function retried<T>(host: BuiltinHost, once: () => Promise<T>): Promise<T> {
  return withRetries(once, { clock: host.clock, signal: host.signal, waiting: (wait) => wait() })
}
