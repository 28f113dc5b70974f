import { MillraceError, type Model, type ModelDelta, type ModelFailure } from "@internal/schema"
import { failureNames, type Scrub } from "../wire/failure.ts"
import { type AnyRequest, type Api, identify } from "./identity.ts"
import type { RecordedAnswer, Recordings } from "./recordings.ts"

export interface ReplayOptions {
  /** Kind of the provider, which is part of a call's identity: the connection's class, never its name. */
  provider: string
  /** Removes secrets from requests before they are compared or kept. */
  scrub?: Scrub
}

/** The model, with every call and its answer kept. Calls that are cancelled leave nothing. */
export function recordModel(model: Model, recordings: Recordings, options: ReplayOptions): Model {
  const { provider, scrub = (text) => text } = options
  async function keep(api: Api, request: AnyRequest, answer: RecordedAnswer): Promise<void> {
    await recordings.add(identify(provider, api, request, scrub), withoutSecrets(answer, scrub))
  }
  async function* stream(api: Api, request: AnyRequest, source: AsyncIterable<ModelDelta>) {
    const deltas: ModelDelta[] = []
    try {
      for await (const delta of source) {
        deltas.push(delta)
        // The end is handed on when the answer is on disk, so that whoever sees it can rely on the recording.
        if (delta.type === "end") await keep(api, request, { deltas: deltas.map(withoutRequestId) })
        yield delta
      }
    } catch (error) {
      if (failed(error)) await keep(api, request, { deltas, failure: failureOf(error) })
      throw error
    }
  }
  return {
    ...(model.endpoint && { endpoint: model.endpoint }),
    chat: (request, call) => stream("chat", request, model.chat(request, call)),
    complete: (request, call) => stream("completion", request, model.complete(request, call)),
    async embed(request, call) {
      try {
        const embedding = await model.embed(request, call)
        await keep("embedding", request, { embedding })
        return embedding
      } catch (error) {
        if (failed(error)) await keep("embedding", request, { failure: failureOf(error) })
        throw error
      }
    },
  }
}

/**
 * Answers every call from recordings, streams in the same pieces, failures included. A call that was not recorded fails
 * with `REPLAY_MISS`, which names what differs from the nearest recording.
 */
export function replayModel(recordings: Recordings, options: ReplayOptions): Model {
  const { provider, scrub = (text) => text } = options
  async function* stream(api: Api, request: AnyRequest, signal: AbortSignal): AsyncGenerator<ModelDelta> {
    const asked = identify(provider, api, request, scrub)
    // A chat asks for the answer in pieces, a batch for the whole: it is the same answer.
    const others =
      "stream" in request ? [identify(provider, api, { ...request, stream: !request.stream }, scrub)] : []
    const answer = await recordings.find(asked, ...others)
    for (const delta of answer.deltas ?? []) {
      signal.throwIfAborted()
      yield delta
    }
    rethrow(answer)
  }
  return {
    chat: (request, call) => stream("chat", request, call.signal),
    complete: (request, call) => stream("completion", request, call.signal),
    async embed(request, call) {
      call.signal.throwIfAborted()
      const answer = await recordings.find(identify(provider, "embedding", request, scrub))
      rethrow(answer)
      // An embedding's identity has its api in it, so its answer is one.
      return answer.embedding as Awaited<ReturnType<Model["embed"]>>
    },
  }
}

function failed(error: unknown): error is MillraceError {
  return error instanceof MillraceError && error.code === "MODEL_CALL_FAILED"
}

function failureOf(error: MillraceError): RecordedAnswer["failure"] {
  return { data: error.data as ModelFailure, hint: error.hint }
}

function rethrow({ failure }: RecordedAnswer): void {
  if (!failure) return
  const { data, hint } = failure
  throw new MillraceError("MODEL_CALL_FAILED", data, { hint, ...failureNames(data) })
}

/** A model may quote what it was asked with. In an answer that came in pieces a secret may lie across them. */
function withoutSecrets(answer: RecordedAnswer, scrub: Scrub): RecordedAnswer {
  const { deltas, ...rest } = answer
  if (!deltas) return scrubbed(rest, scrub)
  const texts = deltas.filter((delta) => delta.type === "text")
  const text = texts.map((delta) => delta.text).join("")
  const clean = scrub(text)
  if (clean === text) return scrubbed(answer, scrub)
  const whole = deltas.filter((delta) => delta.type !== "text" || delta === texts[0])
  return scrubbed({ ...rest, deltas: whole.map((d) => (d === texts[0] ? { ...d, text: clean } : d)) }, scrub)
}

function scrubbed<T>(value: T, scrub: Scrub): T {
  const clean = (item: unknown): unknown => {
    if (typeof item === "string") return scrub(item)
    if (Array.isArray(item)) return item.map(clean)
    if (typeof item !== "object" || item === null) return item
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, clean(inner)]))
  }
  return clean(value) as T // only texts change
}

function withoutRequestId(delta: ModelDelta): ModelDelta {
  if (delta.type !== "end") return delta
  const { requestId: _, ...rest } = delta
  return rest
}
