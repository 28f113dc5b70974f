import { createHash } from "node:crypto"
import {
  type CallContext,
  type Connection,
  errorRecord,
  type Model,
  type ModelDelta,
  type NewEvent,
  toMillraceError,
  type Usage,
} from "@internal/schema"
import type { PromptyHost } from "./prompty-host.ts"
import type { PromptyRequest } from "./prompty-request.ts"

/** What a `call-end` says of one attempt, but for its place in a run. */
export type EndedCall = Omit<Extract<NewEvent, { type: "call-end" }>, "type" | "line" | "node">

export interface ModelCall {
  host: Pick<PromptyHost, "limiter" | "clock">
  model: Model
  connection: Connection
  request: PromptyRequest
  context: CallContext
  attempt: number
  ended?(call: EndedCall): void
}

/** One attempt: its deltas, under a permit of the limiter until the last, told of when it has ended however it ends. */
export async function* modelDeltas(call: ModelCall): AsyncGenerator<ModelDelta> {
  const { host, connection, request, context, attempt } = call
  const { clock } = host
  const asked = clock.now()
  using _permit = await host.limiter.acquire(connection.name, request.body.model, context.signal)
  const started = clock.now()
  let firstToken: number | undefined
  let usage: Usage | undefined
  let failure: ReturnType<typeof toMillraceError> | undefined
  try {
    const deltas =
      request.api === "chat"
        ? call.model.chat(request.body, context)
        : call.model.complete(request.body, context)
    for await (const delta of deltas) {
      firstToken ??= clock.now() - started
      if (delta.type === "end") usage = delta.usage
      yield delta
    }
  } catch (thrown) {
    failure = toMillraceError(thrown)
    throw thrown
  } finally {
    call.ended?.({
      attempt,
      connection: connection.name,
      model: request.body.model,
      request: createHash("sha256")
        .update(JSON.stringify({ api: request.api, body: request.body }))
        .digest("hex"),
      ...(usage && { usage }),
      waited: started - asked,
      ...(firstToken !== undefined && { firstToken }),
      duration: clock.now() - started,
      ...(failure && { error: errorRecord(failure) }),
    })
  }
}
