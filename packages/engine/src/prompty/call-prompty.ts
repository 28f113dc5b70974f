import type { Connection, ModelDelta, PromptySource, Seat, Usage } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import { type Answer, type EndedCall, modelCall, type Request } from "../nodes/model-call.ts"
import { CORE_ATTEMPTS, type RetryOptions, withRetries } from "../retry.ts"
import { isJsonObject, type PromptyReply, promptyAnswer } from "./prompty-answer.ts"
import { promptyConnection } from "./prompty-connection.ts"
import type { PromptyHost } from "./prompty-host.ts"
import { promptyInputs } from "./prompty-inputs.ts"
import { type Prompt, promptyPrompt } from "./prompty-prompt.ts"
import { promptyRequest } from "./prompty-request.ts"

export interface PromptyCall {
  source: PromptySource
  /** As they are given: defaults and the sample are filled in, nothing is cast. */
  inputs: Dict
  host: PromptyHost
  signal: AbortSignal
  /** Seconds for one attempt. */
  timeout?: number
  /** Told of text as it arrives. */
  delta?(text: string): void
  /** Told of every attempt. */
  ended?(call: EndedCall & { attempt: number }): void
  /** Given up while a permit is waited for. */
  seat?: Seat
  /** Runs the waits between attempts. */
  waiting?: RetryOptions["waiting"]
  /** Told of the prompt and of each call, which then asks for the API's whole answer. */
  trace?: PromptyTrace
  /** The answer of an earlier call that stands for this one. */
  known?(connection: Connection, request: Request): Promise<Value | undefined>
}

export interface PromptyTrace {
  prompt(prompt: Prompt): void
  called(request: Request, answer: Answer, ended: EndedCall): void
}

/** What is asked of whom. */
type Question = ReturnType<typeof promptyRequest> & { connection: Connection }

const CALLED_FROM = { "ms-azure-ai-promptflow-called-from": "promptflow-core" }

/** A value, or the parts of a text as they arrive. */
export type PromptyResult =
  | { kind: "value"; value: Value; usage?: Usage }
  | { kind: "stream"; parts: AsyncIterable<Value> }

/** The prompt that a call would send. */
export async function renderPrompty(
  call: Pick<PromptyCall, "source" | "inputs" | "host" | "signal">,
): Promise<Prompt> {
  const { source, host, signal } = call
  return promptyPrompt(source, promptyInputs(source, call.inputs), host, signal)
}

/**
 * Calls a prompty to its end; what it streams is joined, or collected where the whole response is asked for. Rejects with
 * a MillraceError.
 */
export async function callPrompty(call: PromptyCall): Promise<{ value: Value; usage?: Usage }> {
  const question = await questionOf(call)
  const known = await call.known?.(question.connection, question.request)
  if (known !== undefined) return { value: known }
  const streamed = await openPrompty(call, question)
  const { reply, usage } = await readReply(streamed.deltas, (text) => call.delta?.(text))
  return { value: promptyAnswer(call.source, reply, streamed.streams), ...(usage && { usage }) }
}

/** The same for a caller who can take parts: a prompty with `stream: true` answers once the first has arrived. */
export async function startPrompty(call: PromptyCall): Promise<PromptyResult> {
  const { source } = call
  const streamed = await openPrompty(call, await questionOf(call))
  if (!streamed.streams || (isJsonObject(source) && source.response === "first")) {
    const { reply, usage } = await readReply(streamed.deltas)
    return { kind: "value", value: promptyAnswer(source, reply, streamed.streams), ...(usage && { usage }) }
  }
  return { kind: "stream", parts: parts(source, streamed.deltas) }
}

async function* parts(source: PromptySource, deltas: AsyncIterable<ModelDelta>): AsyncGenerator<Value> {
  if (source.response === "all") {
    const { reply } = await readReply(deltas)
    const answer = promptyAnswer(source, reply, true)
    yield* Array.isArray(answer) ? answer : [answer]
    return
  }
  for await (const delta of deltas) if (delta.type === "text" && delta.text !== "") yield delta.text
}

async function questionOf(call: PromptyCall): Promise<Question> {
  const { source, host } = call
  const prompt = await renderPrompty(call)
  call.trace?.prompt(prompt)
  const { connection, model } = await promptyConnection(source.configuration.value as Dict, host)
  return { connection, ...promptyRequest(source, model, prompt) }
}

/** The answer once it has begun to arrive: what fails until then is tried again (spec 5.5), what fails later is final. */
async function openPrompty(
  call: PromptyCall,
  { connection, request, context, headers }: Question,
): Promise<{ deltas: AsyncIterable<ModelDelta>; streams: boolean }> {
  const { host, signal } = call
  const model = await host.models.chat(connection)
  const isAzure = connection.type === "AzureOpenAIConnection"
  const streams = request.body.stream === true
  const begin = async (attempt: number) => {
    const answer: Answer = { text: "" }
    const deltas = modelCall(host, request, {
      model,
      connection: connection.name,
      headers: { ...(isAzure && CALLED_FROM), ...headers },
      context: {
        ...context,
        ...(call.timeout !== undefined && { timeout: call.timeout }),
        ...(call.trace && { whole: true }),
      },
      signal,
      ...(call.seat && { seat: call.seat }),
      answer,
      ended: (ended) => {
        call.trace?.called(request, answer, ended)
        call.ended?.({ ...ended, attempt })
      },
    })
    const held: ModelDelta[] = []
    for (let next = await deltas.next(); !next.done; next = await deltas.next()) {
      held.push(next.value)
      if (streams) return chained(held, deltas)
    }
    return chained(held)
  }
  const deltas = await withRetries(begin, {
    attempts: CORE_ATTEMPTS,
    clock: host.clock,
    signal,
    waiting: call.waiting ?? ((wait) => wait()),
  })
  return { deltas, streams }
}

async function* chained(held: ModelDelta[], rest?: AsyncIterable<ModelDelta>): AsyncGenerator<ModelDelta> {
  yield* held
  if (rest) yield* rest
}

async function readReply(
  deltas: AsyncIterable<ModelDelta>,
  told: (text: string) => void = () => {},
): Promise<{ reply: PromptyReply; usage?: Usage }> {
  const reply: PromptyReply = { text: "", finishReason: null, responses: [] }
  let usage: Usage | undefined
  for await (const delta of deltas) {
    if (delta.type === "text") {
      reply.text += delta.text
      told(delta.text)
    } else if (delta.type === "message") reply.message = delta.message
    else if (delta.type === "response") reply.responses.push(delta.response)
    else {
      reply.finishReason = delta.finishReason
      usage = delta.usage
    }
  }
  return { reply, ...(usage && { usage }) }
}
