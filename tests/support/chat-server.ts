import type { IncomingMessage, ServerResponse } from "node:http"
import { type Loopback, loopback } from "./loopback.ts"

export interface ChatServer extends Loopback {
  /** Bodies of the requests so far. */
  received: Record<string, unknown>[]
}

/**
 * An OpenAI-compatible API on the loopback interface whose answers depend on the request only: `Hello world! ` and the end
 * of the last message. A message with MIDERR breaks a stream off after three pieces; one with GATE waits after the first for
 * a request to `/release`.
 */
export async function chatServer(): Promise<ChatServer> {
  const received: Record<string, unknown>[] = []
  const server = await loopback((request, response) => void answer(request, response, received))
  return { ...server, url: `${server.url}/v1`, received }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  received: unknown[],
): Promise<void> {
  let text = ""
  for await (const chunk of request) text += chunk
  if (request.url === "/v1/release") {
    for (const open of gates.splice(0)) open()
    return json(response, 200, {})
  }
  const body = JSON.parse(text) as Record<string, unknown>
  received.push(body)
  const path = request.url ?? ""
  const last = lastText(body)
  if (last.includes("FAIL400")) {
    const error = { message: "bad thing", type: "invalid_request_error", param: null, code: "bad" }
    return json(response, 400, { error })
  }
  const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 }
  if (path.includes("/embeddings")) {
    const inputs = [body.input].flat()
    const data = inputs.map((_, index) => ({ object: "embedding", index, embedding: [0.5, 0.25] }))
    return json(response, 200, {
      object: "list",
      model: body.model,
      data,
      usage: { prompt_tokens: 4, total_tokens: 4 },
    })
  }
  const isChat = path.includes("/chat/completions")
  const words = isChat ? ["Hello", " ", "wor", "ld", "! ", last.slice(-20)] : ["One", " two"]
  const head = { id: "c1", created: 1, model: body.model }
  if (body.stream) return stream(response, { isChat, words, head, last })
  const said = { role: "assistant", content: words.join("") }
  const call = (body.functions as { name: string }[] | undefined)?.[0]?.name
  const message = call
    ? { ...said, content: null, function_call: { name: call, arguments: '{"a": 1}' } }
    : said
  const choice = isChat ? { message } : { text: words.join(""), logprobs: null }
  const object = isChat ? "chat.completion" : "text_completion"
  json(response, 200, { ...head, object, choices: [{ index: 0, finish_reason: "stop", ...choice }], usage })
}

function lastText(body: Record<string, unknown>): string {
  const messages = body.messages as { content: unknown }[] | undefined
  const last = messages ? messages.at(-1)?.content : (body.prompt ?? body.input)
  return typeof last === "string" ? last : JSON.stringify(last)
}

/** Streams that wait. */
const gates: (() => void)[] = []

async function stream(
  response: ServerResponse,
  { isChat, words, head, last }: { isChat: boolean; words: string[]; head: object; last: string },
): Promise<void> {
  const broken = last.includes("MIDERR")
  const object = isChat ? "chat.completion.chunk" : "text_completion"
  const chunk = (text: string | undefined, finish: string | null) => {
    const said = isChat ? { delta: text === undefined ? {} : { content: text } } : { text }
    const data = { ...head, object, choices: [{ index: 0, ...said, finish_reason: finish }] }
    response.write(`data: ${JSON.stringify(data)}\n\n`)
  }
  response.writeHead(200, { "content-type": "text/event-stream" })
  for (const [i, word] of (broken ? words.slice(0, 3) : words).entries()) {
    if (i === 1 && last.includes("GATE")) await new Promise<void>((open) => gates.push(open))
    chunk(word, null)
  }
  if (broken)
    response.write(`data: ${JSON.stringify({ error: { message: "mid error", type: "server_error" } })}\n\n`)
  else if (isChat) chunk(undefined, "stop")
  response.end(broken ? "" : "data: [DONE]\n\n")
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value))
}
