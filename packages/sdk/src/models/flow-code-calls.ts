import { resolve } from "node:path"
import type { ForeignAnswer, ForeignOutcome, Recordings } from "@internal/providers"
import type { Caller } from "@internal/python"
import { errorRecord, type ToolModelCall } from "@internal/schema"
import type { Scrubber } from "@internal/store"

export interface FlowCodeOptions {
  cwd: string
  scrubber: Scrubber
  record: string | undefined
  replay: string | undefined
}

/** A model call of a flow's own code as its worker describes it. Times in milliseconds. */
interface Asked {
  provider: string
  host: string
  api: "chat" | "completion" | "embedding" | "responses"
  request: string
  secrets: string[]
  node: string | null
}
interface Ended extends Asked {
  answer: { status: number; type: string; body: string } | null
  failure: { class: string; detail: string } | null
  duration: number
  firstToken: number | null
}

/** Model calls that a flow's code makes through an SDK of its own: counted, recorded and answered from recordings. */
export class FlowCodeCalls {
  readonly #options: FlowCodeOptions
  #recordings: Promise<Recordings> | undefined

  constructor(options: FlowCodeOptions) {
    this.#options = options
  }

  /** Whether a question of a worker is about such a call. */
  static answers(kind: string): boolean {
    return kind === "model-call" || kind === "model-replay"
  }

  /** `model-call` reports a call that was made; `model-replay` asks for an answer and rejects with `REPLAY_MISS`. */
  answer(kind: string, payload: unknown, caller: Caller): Promise<unknown> {
    return kind === "model-replay"
      ? this.#replay(payload as Asked, caller)
      : this.#ended(payload as Ended, caller)
  }

  async #ended(ended: Ended, caller: Caller): Promise<null> {
    const { readForeignCall, recordForeignCall } = await import("@internal/providers")
    const { call, scrub } = this.#question(ended)
    const { answer, failure } = ended
    const came: ForeignAnswer = answer && !failure ? { wire: answer } : { failed: failure ?? UNKNOWN }
    const { record } = this.#options
    const read = await readForeignCall(call, came, scrub).catch((thrown) => {
      if (record !== undefined) throw thrown
      return undefined // a body that is no JSON: a call that cannot be read is no reason to fail
    })
    if (!read) return null
    if (record !== undefined) await recordForeignCall(call, read, await this.#folder(record), scrub)
    const { duration, firstToken } = ended
    caller.modelCall(event(ended, read, { duration, ...(firstToken !== null && { firstToken }) }))
    return null
  }

  async #replay(asked: Asked, caller: Caller): Promise<unknown> {
    const { replayForeignCall } = await import("@internal/providers")
    const { call, scrub } = this.#question(asked)
    const folder = await this.#folder(this.#options.replay ?? "")
    const { answer, outcome } = await replayForeignCall(call, folder, scrub)
    caller.modelCall({ ...event(asked, outcome, { duration: 0 }), replayed: true })
    return "wire" in answer ? answer.wire : { failure: answer.failed }
  }

  #question({ provider, api, request, secrets }: Asked) {
    const { scrubber } = this.#options
    scrubber.add(secrets)
    return { call: { provider, api, body: request }, scrub: (text: string) => scrubber.text(text) }
  }

  #folder(path: string): Promise<Recordings> {
    const { cwd } = this.#options
    this.#recordings ??= import("@internal/providers").then((p) => new p.Recordings(resolve(cwd, path)))
    return this.#recordings
  }
}

const UNKNOWN = { class: "APIConnectionError", detail: "Connection error." }

function event(
  { host, node }: Asked,
  { request, key, usage, failure }: ForeignOutcome,
  times: { duration: number; firstToken?: number },
): ToolModelCall {
  return {
    ...(node !== null && { node }),
    connection: host,
    model: request.model,
    request: key,
    ...(usage && { usage }),
    waited: 0,
    ...times,
    ...(failure && { error: errorRecord(failure) }),
  }
}
