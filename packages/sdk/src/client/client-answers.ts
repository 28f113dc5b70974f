import type { Caller } from "@internal/python"
import { fromPlain, stringify } from "@internal/value"
import { type Asked, type ClientParts, readAsked } from "./asked.ts"
import { CalledFlows } from "./called-flows.ts"
import { clientCall } from "./client-calls.ts"

/** Answers what Python code, of a flow or a script, asks through `PFClient` and flows as functions (surface.md 2.1). */
export class ClientAnswers implements AsyncDisposable {
  readonly #parts: ClientParts
  readonly #flows: CalledFlows

  constructor(parts: ClientParts) {
    this.#parts = parts
    this.#flows = new CalledFlows(parts)
  }

  async answer(kind: string, payload: unknown, caller: Caller): Promise<unknown> {
    if (kind === "flow-next") return this.#flows.next(payload as { stream: string; output: string })
    const asked = readAsked(payload as Asked, this.#parts.context)
    if (kind === "flow") return this.#flows.call(asked, caller)
    const { connection, record, replay, report } = this.#parts.request
    const operation = String((payload as { operation: unknown }).operation)
    const answer = await clientCall(operation, {
      models: { connection, record, replay },
      caller,
      asked,
      report,
    })
    return stringify(fromPlain(answer ?? null))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#flows[Symbol.asyncDispose]()
  }
}
