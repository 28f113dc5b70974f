import { createHash } from "node:crypto"
import {
  type ChatRequest,
  type CompletionRequest,
  errorRecord,
  type MillraceError,
  type Model,
  type ModelDelta,
  toMillraceError,
  type Usage,
} from "@internal/schema"
import type { NodeCall } from "./node-call.ts"

export type Request = { api: "chat"; body: ChatRequest } | { api: "completion"; body: CompletionRequest }

/** What a call has answered so far. */
export interface Answer {
  text: string
  message?: Record<string, unknown>
  usage?: Usage
}

export interface Attempt {
  model: Model
  connection: string
  attempt: number
  headers?: Record<string, string>
  /** Filled while the deltas are read. */
  answer: Answer
  /** Ends the call; the node's own signal if absent. */
  signal?: AbortSignal
  /** The node may have ended before this call does. */
  late?: boolean
}

/**
 * One attempt under a permit of the limiter, journalled as `call-end` whatever becomes of it, also when its reader stops
 * in the middle.
 */
export async function* modelCall(
  call: NodeCall,
  request: Request,
  attempt: Attempt,
): AsyncGenerator<ModelDelta> {
  const { host } = call
  const { model, connection, headers, answer, signal = call.signal } = attempt
  const asked = host.clock.now()
  using _permit = await host.limiter.acquire(connection, request.body.model, signal)
  const started = host.clock.now()
  let firstToken: number | undefined
  let failure: MillraceError | undefined
  try {
    const context = { signal, ...(headers && { headers }) }
    const deltas: AsyncIterable<ModelDelta> =
      request.api === "chat" ? model.chat(request.body, context) : model.complete(request.body, context)
    for await (const delta of deltas) {
      firstToken ??= host.clock.now() - started
      if (delta.type === "text") {
        answer.text += delta.text
        call.sink.delta(delta.text)
      } else if (delta.type === "message") answer.message = delta.message
      else if (delta.type === "end" && delta.usage) answer.usage = delta.usage
      yield delta
    }
  } catch (thrown) {
    failure = toMillraceError(thrown)
    throw failure
  } finally {
    void host.writer.append([
      {
        type: "call-end",
        line: call.line,
        node: call.node.name,
        attempt: attempt.attempt,
        connection,
        model: request.body.model,
        request: createHash("sha256").update(JSON.stringify(request)).digest("hex"),
        ...(answer.usage && { usage: answer.usage }),
        waited: started - asked,
        ...(firstToken !== undefined && { firstToken }),
        duration: host.clock.now() - started,
        ...(failure && { error: errorRecord(failure) }),
        ...(attempt.late && { late: true }),
      },
    ])
  }
}
