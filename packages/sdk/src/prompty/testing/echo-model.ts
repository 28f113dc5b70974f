import type { IncomingMessage, ServerResponse } from "node:http"
import { type Loopback, loopback } from "../../../../../tests/support/loopback.ts"

/** A request as it came. */
export interface Asked {
  path: string
  headers: Record<string, string>
  body: Record<string, unknown>
}

const HEADERS = [
  "authorization",
  "api-key",
  "ms-azure-ai-promptflow-called-from",
  "openai-organization",
  "x-extra",
]

/**
 * The model that the original was asked with: it says how many messages it got and what the last one holds. Some names
 * of models mean more: `json` and `json:TEXT` answer that text, `empty` nothing, `notool` calls no tool, `fail-STATUS`
 * fails (`fail-STATUS-once` the first time only, `fail-429-quota` for good).
 */
export class EchoModel implements AsyncDisposable {
  readonly asked: Asked[] = []
  readonly #failed = new Set<string>()
  #server!: Loopback

  static async start(): Promise<EchoModel> {
    const model = new EchoModel()
    model.#server = await loopback((request, response) => void model.#answer(request, response))
    return model
  }

  get url(): string {
    return this.#server.url
  }

  /** The requests since the last time. */
  take(): Asked[] {
    return this.asked.splice(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set
    const path = request.url ?? ""
    const body = JSON.parse(Buffer.concat(chunks).toString() || "{}")
    const known = HEADERS.filter((name) => typeof request.headers[name] === "string")
    const headers = Object.fromEntries(known.map((name) => [name, String(request.headers[name])]))
    this.asked.push({ path, headers, body })
    const model = decodeURIComponent(/\/deployments\/([^/]+)/.exec(path)?.[1] ?? String(body.model ?? ""))
    const failure = /^fail-(\d+)(-once|-quota)?/.exec(model)
    if (failure && !(failure[2] === "-once" && this.#failed.has(model))) {
      this.#failed.add(model)
      const type = failure[2] === "-quota" ? "insufficient_quota" : "test_error"
      const error = {
        message: `told to fail with ${failure[1]}`,
        type,
        param: null,
        code: "test",
      }
      response.writeHead(Number(failure[1]), { "content-type": "application/json", "retry-after": "0" })
      response.end(JSON.stringify({ error }))
      return
    }
    reply(response, path.includes("/chat/"), model, body)
  }
}

function reply(response: ServerResponse, chat: boolean, model: string, body: Asked["body"]): void {
  const text = textOf(chat, model, body)
  const common = { id: "echo-1", created: 1700000000, model: body.model ?? "echo" }
  const indexes = Array.from({ length: Number(body.n ?? 1) }, (_, index) => index)
  if (body.stream) {
    const piece = (index: number, word: string) =>
      chat
        ? { index, delta: { content: word }, finish_reason: null }
        : { index, text: word, finish_reason: null }
    const pieces = text
      .split(" ")
      .flatMap((word) => indexes.map((i) => piece(i, indexes.length > 1 ? `${i}${word} ` : `${word} `)))
    const last = { index: 0, ...(chat ? { delta: {} } : { text: "" }), finish_reason: "stop" }
    const object = chat ? "chat.completion.chunk" : "text_completion"
    const events = [...pieces, last].map(
      (choice) => `data: ${JSON.stringify({ ...common, object, choices: [choice] })}\n\n`,
    )
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.end(`${events.join("")}data: [DONE]\n\n`)
    return
  }
  const { message, reason } = messageOf(text, model, body)
  const choices = indexes.map((index) =>
    chat
      ? { index, message, finish_reason: reason, logprobs: null }
      : { index, text, finish_reason: "stop", logprobs: null },
  )
  const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }
  response.writeHead(200, { "content-type": "application/json" })
  response.end(
    JSON.stringify({ ...common, object: chat ? "chat.completion" : "text_completion", choices, usage }),
  )
}

function messageOf(text: string, model: string, body: Asked["body"]) {
  const call = (name: string, given: string) => ({ name, arguments: given })
  if (body.tools && !["empty", "notool"].includes(model)) {
    const calls = [{ id: "call_1", type: "function", function: call("f", '{"a": "1"}') }]
    return { message: { role: "assistant", content: null, tool_calls: calls }, reason: "tool_calls" }
  }
  if (body.functions && model !== "notool") {
    const message = { role: "assistant", content: null, function_call: call("f", "{}") }
    return { message, reason: model === "fcs" ? "function_calls" : "function_call" }
  }
  return { message: { role: "assistant", content: text }, reason: "stop" }
}

function textOf(chat: boolean, model: string, body: Asked["body"]): string {
  if (model.startsWith("json:")) return model.slice("json:".length)
  if (model === "json") return '{"answer": "x", "score": 3, "list": [1, 2.50]}'
  if (model === "empty") return ""
  if (!chat) return `after ${body.prompt}`
  const messages = body.messages as { role: string; content?: unknown }[]
  const last = messages.at(-1)
  return `${messages.length} messages; ${last?.role ?? "None"}: ${spaced(last?.content)}`
}

/** JSON as Python writes it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`)
      .join(", ")}}`
  }
  return JSON.stringify(value ?? null)
}
