import { resolve } from "node:path"
import type { ForeignAnswer, ForeignOutcome, Recordings } from "@internal/providers"
import type { Caller } from "@internal/python"
import {
  errorRecord,
  type Limiter,
  type ModelFailure,
  type Permit,
  type ToolModelCall,
} from "@internal/schema"
import type { Scrubber } from "@internal/store"

export interface FlowCodeOptions {
  cwd: string
  scrubber: Scrubber
  record: string | undefined
  replay: string | undefined
  limiter: Limiter
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
  permit: string | null
  /** Headers of the answer that speak of limits. */
  limits: Record<string, string> | null
}

interface Permitted {
  permit: Permit
  /** Milliseconds. */
  waited: number
}

/** Model calls that a flow's code makes through an SDK of its own: counted, recorded and answered from recordings. */
export class FlowCodeCalls {
  readonly #options: FlowCodeOptions
  readonly #permits = new Map<string, Permitted>()
  #recordings: Promise<Recordings> | undefined

  constructor(options: FlowCodeOptions) {
    this.#options = options
  }

  /** Whether a question of a worker is about such a call. */
  static answers(kind: string): boolean {
    return kind === "model-call" || kind === "model-replay" || kind === "call-permit"
  }

  /**
   * `call-permit` asks whether a call may be made now; `model-call` reports one that was made; `model-replay` asks for an
   * answer and rejects with `REPLAY_MISS`.
   */
  answer(kind: string, payload: unknown, caller: Caller): Promise<unknown> {
    if (kind === "call-permit") return this.#permit(payload as Asked & { address: string }, caller)
    return kind === "model-replay"
      ? this.#replay(payload as Asked, caller)
      : this.#ended(payload as Ended, caller)
  }

  /** Answers the permit's id. It is given back with the call's report, or when nobody waits for the call any more. */
  async #permit(asked: Asked & { address: string }, { signal }: Caller): Promise<string> {
    const { foreignEndpoint, foreignModel } = await import("@internal/providers")
    this.#options.scrubber.add(asked.secrets)
    const began = Date.now()
    const permit = await this.#options.limiter.acquire(
      {
        endpoint: foreignEndpoint(asked),
        model: foreignModel(asked),
        tokens: () => Math.ceil(asked.request.length / CHARACTERS_PER_TOKEN),
      },
      signal,
    )
    const id = crypto.randomUUID()
    this.#permits.set(id, { permit, waited: Date.now() - began })
    signal.addEventListener("abort", () => this.#taken(id)?.permit[Symbol.dispose](), { once: true })
    return id
  }

  #taken(id: string | null): Permitted | undefined {
    const permitted = this.#permits.get(id ?? "")
    this.#permits.delete(id ?? "")
    return permitted
  }

  async #ended(ended: Ended, caller: Caller): Promise<null> {
    const permitted = this.#taken(ended.permit)
    using permit = permitted?.permit
    const { readForeignCall, recordForeignCall, rateLimits } = await import("@internal/providers")
    const { call, scrub } = this.#question(ended)
    const { answer, failure } = ended
    const came: ForeignAnswer = answer && !failure ? { wire: answer } : { failed: failure ?? UNKNOWN }
    const { record } = this.#options
    const read = await readForeignCall(call, came, scrub).catch((thrown) => {
      if (record !== undefined) throw thrown
      return undefined // a body that is no JSON: a call that cannot be read is no reason to fail
    })
    permit?.answered(rateLimits(ended.limits ?? {}), (ended.answer?.status ?? 500) < 400)
    if (!read) return null
    const data = read.failure?.data as ModelFailure | undefined
    permit?.ended({ ...(read.usage && { usage: read.usage }), ...(data && { failure: data }) })
    if (record !== undefined) await recordForeignCall(call, read, await this.#folder(record), scrub)
    const { duration, firstToken } = ended
    const waited = permitted?.waited ?? 0
    const times = { duration, waited, ...(firstToken !== null && { firstToken }) }
    caller.modelCall(event(ended, read, times))
    return null
  }

  async #replay(asked: Asked, caller: Caller): Promise<unknown> {
    const { replayForeignCall } = await import("@internal/providers")
    const { call, scrub } = this.#question(asked)
    const folder = await this.#folder(this.#options.replay ?? "")
    const { answer, outcome } = await replayForeignCall(call, folder, scrub)
    caller.modelCall({ ...event(asked, outcome, { duration: 0, waited: 0 }), replayed: true })
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

const CHARACTERS_PER_TOKEN = 4
const UNKNOWN = { class: "APIConnectionError", detail: "Connection error." }

function event(
  { host, node }: Asked,
  { request, key, usage, failure }: ForeignOutcome,
  times: { duration: number; waited: number; firstToken?: number },
): ToolModelCall {
  return {
    ...(node !== null && { node }),
    connection: host,
    model: request.model,
    request: key,
    ...(usage && { usage }),
    ...times,
    ...(failure && { error: errorRecord(failure) }),
  }
}
