import type { ModelDelta } from "@internal/schema"
import type { AnyRequest, Api } from "./identity.ts"
import type { ForeignAnswer, RecordedAnswer } from "./recordings.ts"

/** A recorded answer of an LLM node as it would come over the wire: for code that makes the same call through an SDK. */
export function answerOf(recorded: RecordedAnswer, api: Api, request: AnyRequest): ForeignAnswer {
  const { deltas = [], embedding, failure } = recorded
  if (failure) {
    const { status, detail, type = null, errorCode: code = null, param = null } = failure.data
    if (status === undefined) return { failed: failure.data }
    return json(status, { error: { message: detail.replace(/^Error code: \d+ - /, ""), type, code, param } })
  }
  if (embedding) {
    const data = embedding.vectors.map((vector, index) => ({ object: "embedding", index, embedding: vector }))
    return json(200, {
      object: "list",
      model: embedding.model ?? request.model,
      data,
      usage: embedding.usage,
    })
  }
  if ("stream" in request && request.stream) return stream(deltas, api, request)
  const end = endOf(deltas)
  const message = deltas.find((delta) => delta.type === "message")?.message
  const content = deltas.map((delta) => (delta.type === "text" ? delta.text : "")).join("")
  const said = api === "chat" ? { message: message ?? { role: "assistant", content } } : { text: content }
  const choice = {
    index: 0,
    ...said,
    finish_reason: end?.finishReason ?? "stop",
    logprobs: end?.logprobs ?? null,
  }
  return json(200, {
    ...head(api, request, end, false),
    choices: [choice],
    ...(end?.usage && { usage: counts(end.usage) }),
  })
}

type End = Extract<ModelDelta, { type: "end" }>

function endOf(deltas: ModelDelta[]): End | undefined {
  return deltas.find((delta): delta is End => delta.type === "end")
}

function stream(deltas: ModelDelta[], api: Api, request: AnyRequest): ForeignAnswer {
  const end = endOf(deltas)
  const common = head(api, request, end, true)
  const chunk = (said: object, finish: string | null) => ({
    ...common,
    choices: [{ index: 0, ...said, finish_reason: finish }],
  })
  const texts = deltas.filter((delta) => delta.type === "text")
  const chunks: object[] = texts.map((delta, i) => {
    const finish = i === texts.length - 1 ? (end?.finishReason ?? "stop") : null
    if (api !== "chat") return chunk({ text: delta.text }, finish)
    return chunk({ delta: { ...(i === 0 && { role: "assistant" }), content: delta.text } }, finish)
  })
  const options = request.parameters.stream_options as { include_usage?: boolean } | undefined
  if (options?.include_usage && end?.usage) chunks.push({ ...common, choices: [], usage: counts(end.usage) })
  const body = chunks.map((data) => `data: ${JSON.stringify(data)}\n\n`).join("")
  return { wire: { status: 200, type: "text/event-stream", body: `${body}data: [DONE]\n\n` } }
}

function head(api: Api, request: AnyRequest, end: End | undefined, chunk: boolean) {
  const object = api === "chat" ? `chat.completion${chunk ? ".chunk" : ""}` : "text_completion"
  return { id: "recorded", object, created: 0, model: end?.model ?? request.model }
}

function counts({ estimated: _, ...usage }: NonNullable<End["usage"]>) {
  return usage
}

function json(status: number, value: unknown): ForeignAnswer {
  return { wire: { status, type: "application/json", body: JSON.stringify(value) } }
}
