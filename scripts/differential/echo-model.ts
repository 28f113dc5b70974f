import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Json } from "./case.ts"

/** What the model was asked, as it came: path below the case's address, notable headers, body. */
export type Asked = { path: string; headers: Record<string, string>; body: Json }

/**
 * A model on loopback that answers with what it was told, for `open_ai`, `azure_open_ai` and `serverless` connections.
 * Its address for a case is `base(id)`; `take(id)` returns and forgets the requests of that case.
 * Models named `fail-STATUS` answer with that status, `fail-STATUS-once` only the first time in a case, `empty` says nothing, `silent` null.
 */
export class EchoModel {
  #server: Server
  #asked = new Map<string, Asked[]>()
  #failed = new Set<string>()

  private constructor(server: Server) {
    this.#server = server
    server.on("request", (request, response) => void this.#answer(request, response))
  }

  static async start(): Promise<EchoModel> {
    const server = createServer()
    const model = new EchoModel(server)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    return model
  }

  base(id: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${id}` // listening, so an AddressInfo
  }

  take(id: string): Asked[] {
    const asked = this.#asked.get(id) ?? []
    this.#asked.delete(id)
    for (const key of this.#failed) if (key.startsWith(`${id} `)) this.#failed.delete(key)
    return asked
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding set, so buffers
    const [, id = "", ...rest] = (request.url ?? "").split("/")
    const body = JSON.parse(Buffer.concat(chunks).toString() || "{}")
    const headers: Record<string, string> = {}
    for (const name of [
      "authorization",
      "api-key",
      "ms-azure-ai-promptflow-called-from",
      "openai-organization",
    ]) {
      const value = request.headers[name]
      if (typeof value === "string") headers[name] = value
    }
    const path = `/${rest.join("/")}`
    this.#asked.set(id, [...(this.#asked.get(id) ?? []), { path, headers, body }])

    const name = String(/deployments\/([^/]+)/.exec(path)?.[1] ?? body.model)
    const fail = /^fail-(\d+)(-once)?/.exec(name)
    const key = `${id} ${name} ${JSON.stringify(body.messages ?? body.prompt)}`
    if (fail && !(fail[2] && this.#failed.has(key))) {
      this.#failed.add(key)
      const status = Number(fail[1])
      response.writeHead(status, { "content-type": "application/json", "retry-after": "0" })
      response.end(
        JSON.stringify({
          error: { message: `told to fail with ${status}`, type: "test_error", param: null, code: "test" },
        }),
      )
      return
    }
    reply(response, path, body, name)
  }
}

type Body = {
  messages?: { role: string; content?: unknown }[]
  prompt?: string
  model?: string
  stream?: boolean
  tools?: unknown
  functions?: unknown
  n?: number
}

function reply(response: ServerResponse, path: string, body: Body, name: string): void {
  const empty = name === "empty"
  const chat = path.includes("/chat/")
  const last = body.messages?.at(-1)
  const told = chat
    ? `${body.messages?.length} messages; ${last?.role}: ${JSON.stringify(last?.content ?? null)}`
    : `after ${body.prompt}`
  const text = empty ? "" : told
  const usage = {
    prompt_tokens: JSON.stringify(body.messages ?? body.prompt ?? "").length,
    completion_tokens: text.length,
    total_tokens: 0,
  }
  usage.total_tokens = usage.prompt_tokens + usage.completion_tokens
  const common = { id: "echo-1", created: 1_700_000_000, model: body.model ?? "echo" }
  if (body.stream) {
    response.writeHead(200, { "content-type": "text/event-stream" })
    const object = chat ? "chat.completion.chunk" : "text_completion"
    const words = text.match(/\S+\s*/g) ?? []
    for (const word of words) {
      const choice = chat
        ? { index: 0, delta: { content: word }, finish_reason: null }
        : { index: 0, text: word, finish_reason: null, logprobs: null }
      response.write(`data: ${JSON.stringify({ ...common, object, choices: [choice] })}\n\n`)
    }
    const end = chat
      ? { index: 0, delta: {}, finish_reason: "stop" }
      : { index: 0, text: "", finish_reason: "stop", logprobs: null }
    response.write(`data: ${JSON.stringify({ ...common, object, choices: [end] })}\n\n`)
    response.end("data: [DONE]\n\n")
    return
  }
  const message =
    body.tools && !empty
      ? {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "call_1", type: "function", function: { name: "f", arguments: '{"a": "1"}' } }],
        }
      : { role: "assistant", content: name === "silent" ? null : text }
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) =>
    chat
      ? { index, message, finish_reason: "tool_calls" in message ? "tool_calls" : "stop", logprobs: null }
      : { index, text, finish_reason: "stop", logprobs: null },
  )
  response.writeHead(200, { "content-type": "application/json" })
  response.end(
    JSON.stringify({ ...common, object: chat ? "chat.completion" : "text_completion", choices, usage }),
  )
}
