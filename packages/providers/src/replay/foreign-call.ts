import { Readable } from "node:stream"
import {
  type ChatRequest,
  type CompletionRequest,
  type EmbeddingRequest,
  MillraceError,
  type ModelDelta,
  type ModelFailure,
  type Usage,
} from "@internal/schema"
import { Deadline } from "../http/deadline.ts"
import { readEmbeddings } from "../wire/embeddings.ts"
import {
  answerFailure,
  isRecord,
  modelFailed,
  type Scrub,
  shapeFailure,
  statusFailure,
} from "../wire/failure.ts"
import { readStream, readUsage, readWhole } from "../wire/read-answer.ts"
import { chatUsage, completionUsage, embeddingUsage } from "../wire/usage.ts"
import { answerOf } from "./answer-of.ts"
import { type AnyRequest, type Api, identify, type ResponsesRequest } from "./identity.ts"
import type { ForeignAnswer, RecordedAnswer, Recordings, WireAnswer } from "./recordings.ts"

/** A model call that something else than a provider of ours has made: flow code, through an SDK of its own. */
export interface ForeignCall {
  provider: string
  api: Api
  /** The request's body as JSON text. */
  body: string
}

/** What such a call came to. */
export interface ForeignOutcome {
  request: AnyRequest
  /** Hash of the request by content. */
  key: string
  usage?: Usage
  failure?: MillraceError
}

/** Reads what was answered, or why nothing was; nothing is kept of it. */
export async function readForeignCall(
  call: ForeignCall,
  answer: ForeignAnswer,
  scrub: Scrub,
): Promise<ForeignOutcome & { recorded: RecordedAnswer }> {
  const request = requestOf(call)
  const { key } = identify(call.provider, call.api, request, scrub)
  try {
    if ("failed" in answer) throw modelFailed(answer.failed, scrub)
    const { wire } = answer
    if (wire.status >= 400) throw statusFailure(wire.status, {}, wire.body, scrub)
    const { usage, ...recorded } = await readAnswer(call.api, request, wire, scrub)
    return { request, key, ...(usage && { usage }), recorded: { ...recorded, wire } }
  } catch (thrown) {
    if (!(thrown instanceof MillraceError) || thrown.code !== "MODEL_CALL_FAILED") throw thrown
    const failure = { data: thrown.data as ModelFailure, hint: thrown.hint }
    return {
      request,
      key,
      failure: thrown,
      recorded: { failure, ...("wire" in answer && { wire: answer.wire }) },
    }
  }
}

/** Keeps a call that `readForeignCall` has read. */
export async function recordForeignCall(
  call: ForeignCall,
  read: { request: AnyRequest; recorded: RecordedAnswer },
  recordings: Recordings,
  scrub: Scrub,
): Promise<void> {
  const { wire, ...rest } = read.recorded
  const clean = wire && { ...wire, body: scrub(wire.body) }
  const recorded = JSON.parse(scrub(JSON.stringify(rest))) as RecordedAnswer
  await recordings.add(identify(call.provider, call.api, read.request, scrub), {
    ...recorded,
    ...(clean && { wire: clean }),
  })
}

/** The recorded answer as it would come over the wire, or the failure that no answer is. Rejects with `REPLAY_MISS`. */
export async function replayForeignCall(
  call: ForeignCall,
  recordings: Recordings,
  scrub: Scrub,
): Promise<{ answer: ForeignAnswer; outcome: ForeignOutcome }> {
  const request = requestOf(call)
  const recorded = await recordings.find(identify(call.provider, call.api, request, scrub))
  const answer = recorded.wire ? { wire: recorded.wire } : answerOf(recorded, call.api, request)
  const { recorded: _, ...outcome } = await readForeignCall(call, answer, scrub)
  return { answer, outcome }
}

/** The same shape as a node's own request, so that both have one recording. */
function requestOf({ api, body }: ForeignCall): AnyRequest {
  const { model = "", messages = [], prompt = "", input = "", stream = false, ...parameters } = parsed(body)
  const named = String(model)
  switch (api) {
    case "chat":
      return { model: named, messages, parameters, stream } as ChatRequest
    case "completion":
      return { model: named, prompt, parameters, stream } as CompletionRequest
    case "embedding":
      return { model: named, input, parameters } as EmbeddingRequest
    case "responses":
      return { model: named, input, parameters, stream } as ResponsesRequest
  }
}

function parsed(body: string): Record<string, unknown> {
  const value: unknown = JSON.parse(body)
  return isRecord(value) ? value : { body: value }
}

async function readAnswer(
  api: Api,
  request: AnyRequest,
  answer: WireAnswer,
  scrub: Scrub,
): Promise<RecordedAnswer & { usage?: Usage }> {
  if (api === "embedding") {
    const body = document(answer, scrub)
    const usage = readUsage(body.usage) ?? (await embeddingUsage(request as EmbeddingRequest))
    return { ...(body.data !== undefined && { embedding: readEmbeddings(body, scrub) }), usage }
  }
  if (api === "responses") {
    const usage = responsesUsage(answer)
    return usage ? { usage } : {}
  }
  const deltas: ModelDelta[] = []
  for await (const delta of deltasOf(api, answer, scrub)) deltas.push(delta)
  const text = deltas.map((delta) => (delta.type === "text" ? delta.text : "")).join("")
  const end = deltas.at(-1)
  const said = end?.type === "end" ? end.usage : undefined
  const usage =
    said ??
    (api === "chat"
      ? await chatUsage(request as ChatRequest, text)
      : await completionUsage(request as CompletionRequest, text))
  if (end?.type === "end") end.usage = usage
  return { deltas, usage }
}

async function* deltasOf(
  api: "chat" | "completion",
  answer: WireAnswer,
  scrub: Scrub,
): AsyncGenerator<ModelDelta> {
  if (!isStream(answer)) {
    yield* readWhole(document(answer, scrub), { api, whole: false }, undefined, scrub)
    return
  }
  using deadline = new Deadline(new AbortController().signal, { overall: 60 })
  // Readers of streams want a body that comes in chunks; this one is all there.
  const body = Readable.from([Buffer.from(answer.body)])
  const context = { deadline, scrub } as Parameters<typeof readStream>[1]
  yield* readStream({ headers: {}, body }, context, { whole: false })
}

function isStream({ type }: WireAnswer): boolean {
  return type.startsWith("text/event-stream")
}

function document({ body }: WireAnswer, scrub: Scrub): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw shapeFailure("it is not JSON", body, scrub)
  }
  if (!isRecord(value)) throw shapeFailure("it is not a JSON object", body, scrub)
  if (value.error) throw answerFailure(value.error, undefined, scrub)
  return value
}

/** The Responses API counts `input_tokens` and `output_tokens`, in a stream in its last event. */
function responsesUsage(answer: WireAnswer): Usage | undefined {
  const documents = isStream(answer)
    ? [...answer.body.matchAll(/^data: ?(\{.*)$/gm)].map(([, data]) => data ?? "").reverse()
    : [answer.body]
  for (const text of documents) {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value)) continue
    const response = isRecord(value.response) ? value.response : value
    const { usage } = response
    if (!isRecord(usage) || typeof usage.input_tokens !== "number") continue
    const output = typeof usage.output_tokens === "number" ? usage.output_tokens : 0
    return {
      prompt_tokens: usage.input_tokens,
      completion_tokens: output,
      total_tokens: typeof usage.total_tokens === "number" ? usage.total_tokens : usage.input_tokens + output,
    }
  }
  return undefined
}
