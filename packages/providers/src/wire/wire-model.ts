import {
  type CallContext,
  type ChatRequest,
  type CompletionRequest,
  type EmbeddingRequest,
  MillraceError,
  type Model,
  type ModelDelta,
  SCRUBBED,
} from "@internal/schema"
import { fromPlain, stringify } from "@internal/value"
import { Deadline, type DeadlineLimits } from "../http/deadline.ts"
import type { OutgoingHttp } from "../http/dispatcher.ts"
import { readEmbeddings } from "./embeddings.ts"
import { answerFailure, isRecord, requestId, type Scrub, shapeFailure } from "./failure.ts"
import { type Answer, type PostContext, post, textOf } from "./post.ts"
import { type Answered, type ReadAs, readStream, readWhole } from "./read-answer.ts"
import { chatUsage, completionUsage, embeddingUsage } from "./usage.ts"

export type ApiPath = "chat/completions" | "completions" | "embeddings"

/** What tells one vendor of the OpenAI protocol from another. */
export interface Endpoint {
  url(path: ApiPath, model: string): URL
  headers: Record<string, string>
  /** A token that is asked for before each call, where no key is kept. */
  bearer?(): Promise<string>
}

export interface WireOptions {
  http: OutgoingHttp
  scrub: Scrub
  /** Limits of an attempt. Default: 600 s for all of it. */
  limits?: Partial<DeadlineLimits> | undefined
}

const DEFAULT_TIMEOUT = 600

/** The OpenAI protocol over HTTP: one attempt a call, the request sent as it is. */
export function wireModel(endpoint: Endpoint, options: WireOptions): Model {
  return {
    chat: (request, call) => chat(endpoint, options, request, call),
    complete: (request, call) => complete(endpoint, options, request, call),
    embed: (request, call) => embed(endpoint, options, request, call),
  }
}

async function* chat(
  endpoint: Endpoint,
  options: WireOptions,
  request: ChatRequest,
  call: CallContext,
): AsyncGenerator<ModelDelta> {
  const { model, messages, parameters, stream } = request
  const body = { model, messages, ...parameters, ...(stream !== undefined && { stream }) }
  const question = { path: "chat/completions", model, body } as const
  yield* generate(endpoint, options, question, call, (text) => chatUsage(request, text))
}

async function* complete(
  endpoint: Endpoint,
  options: WireOptions,
  request: CompletionRequest,
  call: CallContext,
): AsyncGenerator<ModelDelta> {
  const { model, prompt, parameters, stream } = request
  const body = { model, prompt, ...parameters, ...(stream !== undefined && { stream }) }
  const question = { path: "completions", model, body } as const
  yield* generate(endpoint, options, question, call, (text) => completionUsage(request, text))
}

interface Question {
  path: ApiPath
  model: string
  body: Record<string, unknown>
}

/** The parts of an answer; its usage is counted where the server does not say it. */
async function* generate(
  endpoint: Endpoint,
  options: WireOptions,
  question: Question,
  call: CallContext,
  count: (text: string) => ReturnType<typeof chatUsage>,
): AsyncGenerator<ModelDelta> {
  const url = endpoint.url(question.path, question.model)
  using context = attempt(options, call)
  const isLive = call.live === true && canBeLive(question.body)
  const answer = await (isLive ? sendLive : send)(endpoint, url, question.body, call, context)
  const api = question.path === "completions" ? "completion" : "chat"
  const inPieces = isLive && isStream(answer)
  let text = ""
  for await (const part of read(answer, { api, whole: !inPieces && call.whole === true }, context)) {
    if (part.type === "text") text += part.text
    if (part.type !== "end") {
      yield part
      continue
    }
    const usage = part.usage ?? (await count(text))
    if (inPieces && call.whole) yield { type: "response", response: joinedResponse(api, text, part, usage) }
    yield { ...part, usage }
  }
}

/** A server that knows no streams, or not how to count their tokens, is asked for the whole answer instead. */
async function sendLive(...given: Parameters<typeof send>): Promise<Answer> {
  const [endpoint, url, body, ...rest] = given
  const live = { ...body, stream: true, stream_options: { include_usage: true } }
  try {
    return await send(endpoint, url, live, ...rest)
  } catch (thrown) {
    const status = thrown instanceof MillraceError ? thrown.data.status : undefined
    if (status !== 400 && status !== 422) throw thrown
    return send(endpoint, url, body, ...rest)
  }
}

/** What a stream has none of, or says otherwise than a whole answer. */
const WHOLE_ONLY = ["tools", "functions", "logprobs", "top_logprobs", "audio", "modalities"]

function canBeLive(body: Record<string, unknown>): boolean {
  const { stream, n } = body
  return stream !== true && Number(n ?? 1) === 1 && !WHOLE_ONLY.some((name) => body[name])
}

/** The pieces of an answer as if it had come in one. */
function joinedResponse(
  api: "chat" | "completion",
  text: string,
  { model, finishReason }: Extract<ModelDelta, { type: "end" }>,
  usage: object | undefined,
): Record<string, unknown> {
  const said = api === "chat" ? { message: { role: "assistant", content: text } } : { text }
  return { model: model ?? null, choices: [{ index: 0, ...said, finish_reason: finishReason }], usage }
}

function isStream({ headers }: Answer): boolean {
  return String(headers["content-type"] ?? "").startsWith("text/event-stream")
}

async function embed(
  endpoint: Endpoint,
  options: WireOptions,
  request: EmbeddingRequest,
  call: CallContext,
): Promise<Awaited<ReturnType<Model["embed"]>>> {
  const { model, input, parameters } = request
  const url = endpoint.url("embeddings", model)
  using context = attempt(options, call)
  const answer = await send(endpoint, url, { model, input, ...parameters }, call, context)
  const result = readEmbeddings(await json(answer, context), context.scrub)
  return { ...result, usage: result.usage ?? (await embeddingUsage(request)) }
}

function attempt(options: WireOptions, call: CallContext): PostContext & Disposable {
  const { overall = DEFAULT_TIMEOUT, ...silence } = options.limits ?? {}
  const deadline = new Deadline(call.signal, { overall: call.timeout ?? overall, ...silence })
  return {
    http: options.http,
    scrub: options.scrub,
    deadline,
    answered: call.answered,
    [Symbol.dispose]: () => deadline[Symbol.dispose](),
  }
}

async function send(
  endpoint: Endpoint,
  url: URL,
  body: Record<string, unknown>,
  call: CallContext,
  context: PostContext,
): Promise<Answer> {
  const headers = { ...endpoint.headers, ...call.headers }
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value)
  if (endpoint.bearer) {
    const token = await endpoint.bearer()
    const { scrub } = context
    context.scrub = (text) => scrub(text.replaceAll(token, SCRUBBED))
    headers.authorization = `Bearer ${token}`
  }
  return post({ url, headers, body: stringify(fromPlain(body)) }, context)
}

/** Some servers answer a streamed request with one JSON document; it is read as what it is. */
async function* read(answer: Answer, as: ReadAs, context: PostContext): AsyncGenerator<Answered> {
  if (isStream(answer)) {
    yield* readStream(answer, context, as)
  } else {
    const body = await json(answer, context)
    yield* readWhole(body, as, requestId(answer.headers), context.scrub)
  }
}

async function json(answer: Answer, context: PostContext): Promise<Record<string, unknown>> {
  const text = await textOf(answer.body, context)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw shapeFailure("it is not JSON", text, context.scrub)
  }
  if (!isRecord(body)) throw shapeFailure("it is not a JSON object", text, context.scrub)
  if (body.error)
    throw answerFailure(body.error, requestId(answer.headers), context.scrub, "APIResponseValidationError")
  return body
}
