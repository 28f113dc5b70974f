import type { ModelDelta, Usage } from "@internal/schema"
import { answerFailure, brokenOff, isRecord, requestId, type Scrub, shapeFailure } from "./failure.ts"
import type { Answer, PostContext } from "./post.ts"
import { type ServerEvent, serverEvents } from "./sse.ts"

export interface ReadAs {
  api: "chat" | "completion"
  /** Hand on what the API answered as it is, too. */
  whole: boolean
}

/** A delta whose usage is only what the API itself said. */
export type Answered = ModelDelta

/** The deltas of an answer that came in one piece. */
export function* readWhole(
  body: Record<string, unknown>,
  { api, whole }: ReadAs,
  request: string | undefined,
  scrub: Scrub,
): Generator<Answered> {
  const choice = Array.isArray(body.choices) ? body.choices[0] : undefined
  const message = isRecord(choice) ? choice.message : undefined
  if (!isRecord(choice) || (api === "chat" && !isRecord(message)))
    throw shapeFailure("it has no choices", JSON.stringify(body), scrub)
  const text = isRecord(message) ? message.content : choice.text
  if (typeof text === "string") yield { type: "text", text }
  if (isRecord(message)) yield { type: "message", message }
  if (whole) yield { type: "response", response: body }
  yield {
    type: "end",
    finishReason: textOrNull(choice.finish_reason),
    usage: readUsage(body.usage),
    model: textOrNull(body.model) ?? undefined,
    requestId: request,
    ...(choice.logprobs != null && { logprobs: choice.logprobs }),
  }
}

/** The deltas of a stream: one text per chunk of the first choice, empty ones included, as the original yields them. */
export async function* readStream(
  answer: Answer,
  context: PostContext,
  { whole }: Pick<ReadAs, "whole">,
): AsyncGenerator<Answered> {
  const request = requestId(answer.headers)
  const end: Extract<ModelDelta, { type: "end" }> = { type: "end", finishReason: null, requestId: request }
  let complete = false
  for await (const { event, data } of eventsOf(answer, context)) {
    if (data === "[DONE]") {
      complete = true
      break
    }
    const chunk = parseChunk(data, context.scrub)
    if (event === "error" || chunk.error) throw answerFailure(chunk.error ?? chunk, request, context.scrub)
    if (whole) yield { type: "response", response: chunk }
    end.usage = readUsage(chunk.usage) ?? end.usage
    if (typeof chunk.model === "string" && chunk.model) end.model = chunk.model
    const choice = firstChoice(chunk.choices)
    if (!choice) continue
    const delta = isRecord(choice.delta) ? choice.delta.content : choice.text
    yield { type: "text", text: typeof delta === "string" ? delta : "" }
    if (typeof choice.finish_reason === "string") {
      end.finishReason = choice.finish_reason
      complete = true
    }
  }
  // Without either mark the connection was closed in the middle: half an answer must not pass for a whole one.
  if (!complete) throw brokenOff(undefined, "stream", context.scrub)
  yield end
}

async function* eventsOf(answer: Answer, context: PostContext): AsyncGenerator<ServerEvent> {
  const { deadline, scrub } = context
  try {
    for await (const event of serverEvents(answer.body)) {
      deadline.beat()
      yield event
    }
  } catch (error) {
    const { signal } = deadline
    if (!signal.aborted) throw brokenOff(error, "stream", scrub)
    if (signal.reason?.name !== "TimedOut") throw signal.reason
    throw brokenOff(signal.reason, "stream", scrub)
  }
}

function parseChunk(data: string, scrub: Scrub): Record<string, unknown> {
  let chunk: unknown
  try {
    chunk = JSON.parse(data)
  } catch {
    throw brokenOff(new Error(`a chunk is not JSON: ${data.slice(0, 100)}`), "stream", scrub)
  }
  if (!isRecord(chunk)) throw brokenOff(new Error("a chunk is not a JSON object"), "stream", scrub)
  return chunk
}

function firstChoice(choices: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(choices)) return undefined
  return choices.find((choice) => isRecord(choice) && (choice.index ?? 0) === 0)
}

export function readUsage(usage: unknown): Usage | undefined {
  if (!isRecord(usage) || typeof usage.prompt_tokens !== "number") return undefined
  const completion = typeof usage.completion_tokens === "number" ? usage.completion_tokens : 0
  const total = typeof usage.total_tokens === "number" ? usage.total_tokens : usage.prompt_tokens + completion
  return { prompt_tokens: usage.prompt_tokens, completion_tokens: completion, total_tokens: total }
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null
}
