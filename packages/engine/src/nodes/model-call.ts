import { createHash } from "node:crypto"
import {
  type CallContext,
  type CallEnd,
  type ChatRequest,
  type Clock,
  type CompletionRequest,
  type EmbeddingRequest,
  errorRecord,
  type Limiter,
  type MillraceError,
  type Model,
  type ModelDelta,
  type ModelFailure,
  type Permit,
  type RateLimits,
  type Seat,
  toMillraceError,
  type Usage,
} from "@internal/schema"

export type Request = { api: "chat"; body: ChatRequest } | { api: "completion"; body: CompletionRequest }

/** What a call has answered so far. */
export interface Answer {
  text: string
  message?: Record<string, unknown>
  usage?: Usage
  /** Each text that came, where the attempt asks for them. */
  pieces?: string[]
  /** It was read to its end. */
  isWhole?: boolean
  /** What the API answered as it is, where the attempt asks for it whole. */
  response?: unknown
}

/** What a `call-end` says of one call, but for its place in a run. */
export type EndedCall = Omit<CallEnd, "type" | "line" | "node" | "attempt">

export interface Attempt {
  model: Model
  connection: string
  headers?: Record<string, string>
  /** What else the call is made with. */
  context?: Pick<CallContext, "query" | "timeout" | "whole" | "live">
  /** Ends the call. */
  signal: AbortSignal
  /** Given up while the call waits for its permit. */
  seat?: Seat
  /** Filled while the deltas are read. */
  answer: Answer
  /** Told of text as it comes. */
  delta?(text: string): void
  /** Told once, whatever becomes of the call. */
  ended(call: EndedCall, request: Request): void
}

interface Meters {
  limiter: Limiter
  clock: Clock
}

/** One attempt under a permit of the limiter. It is told of also when its reader stops in the middle. */
export async function* modelCall(
  { limiter, clock }: Meters,
  request: Request,
  attempt: Attempt,
): AsyncGenerator<ModelDelta> {
  const { model, connection, headers, answer, signal } = attempt
  const asked = clock.now()
  const { endpoint } = model
  const limited = { endpoint, model: request.body.model, tokens: () => likelyTokens(request.body) }
  using permit = await limiter.acquire(limited, signal, attempt.seat)
  const started = clock.now()
  let firstToken: number | undefined
  let failure: MillraceError | undefined
  try {
    const answered = (limits: RateLimits, status: number) => permit.answered(limits, status < 400)
    const context = { signal, answered, ...attempt.context, ...(headers && { headers }) }
    const deltas: AsyncIterable<ModelDelta> =
      request.api === "chat" ? model.chat(request.body, context) : model.complete(request.body, context)
    for await (const delta of deltas) {
      firstToken ??= clock.now() - started
      if (delta.type === "text") {
        answer.text += delta.text
        answer.pieces?.push(delta.text)
        attempt.delta?.(delta.text)
      } else if (delta.type === "message") answer.message = delta.message
      else if (delta.type === "response") answer.response = delta.response
      else if (delta.type === "end" && delta.usage) answer.usage = delta.usage
      yield delta
    }
    answer.isWhole = true
    permit.ended({ ...(answer.usage && { usage: answer.usage }) })
  } catch (thrown) {
    failure = toMillraceError(thrown)
    endPermit(permit, failure)
    throw failure
  } finally {
    const ended: EndedCall = {
      connection,
      model: request.body.model,
      request: createHash("sha256").update(JSON.stringify(request)).digest("hex"),
      ...(answer.usage && { usage: answer.usage }),
      waited: started - asked,
      ...(firstToken !== undefined && { firstToken }),
      duration: clock.now() - started,
      ...(failure && { error: errorRecord(failure) }),
    }
    attempt.ended(ended, request)
  }
}

/** A call that failed without being refused by its service, such as a cancelled one, teaches nothing. */
export function endPermit(permit: Permit, error: MillraceError): void {
  if (error.code === "MODEL_CALL_FAILED") permit.ended({ failure: error.data as ModelFailure })
}

const CHARACTERS_PER_TOKEN = 4

/** What services count before they answer: the prompt, and what the answer may come to. */
export function likelyTokens({ parameters, ...asked }: Request["body"] | EmbeddingRequest): number {
  const text = "messages" in asked ? asked.messages : "prompt" in asked ? asked.prompt : asked.input
  const most = Number(parameters.max_completion_tokens ?? parameters.max_tokens ?? 0)
  return Math.ceil(JSON.stringify(text).length / CHARACTERS_PER_TOKEN) + (most > 0 ? most : 0)
}

/** A call read to its end. */
export async function wholeCall(meters: Meters, request: Request, attempt: Attempt): Promise<Answer> {
  for await (const _ of modelCall(meters, request, attempt)) {
    // what it says is gathered in the answer
  }
  return attempt.answer
}
