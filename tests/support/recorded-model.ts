import { readFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { type Loopback, loopback } from "./loopback.ts"

export interface RecordedModel extends Loopback {
  /** How many completions it gave. */
  readonly calls: number
}

interface Recorded {
  words: Set<string>
  text: string
  usage: object
}

/**
 * An OpenAI-compatible API on the loopback interface that gives the answers which the key-free model gave once, from the
 * recordings of samples. A request that was never made then (a prompt was edited, say) gets the answer to the one that
 * shares most of its words: always the same to the same request.
 */
export async function recordedModel(...recordings: string[]): Promise<RecordedModel> {
  const recorded = recordings.flatMap((file) =>
    readFileSync(file, "utf8").trim().split("\n").map(readRecorded),
  )
  let calls = 0
  const server = await loopback((request, response) => {
    void answer(request, response, recorded).then((completed) => {
      if (completed) calls++
    })
  })
  return {
    ...server,
    url: `${server.url}/v1`,
    get calls() {
      return calls
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  recorded: Recorded[],
): Promise<boolean> {
  let body = ""
  for await (const chunk of request) body += chunk
  const reply = (status: number, value: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value))
  if (request.headers.authorization !== "Bearer the-key") {
    reply(401, { error: { message: "Incorrect API key provided.", type: "invalid_request_error" } })
    return false
  }
  if (request.url === "/v1/models") {
    reply(200, { object: "list", data: [{ id: "smollm2", object: "model", created: 1, owned_by: "here" }] })
    return false
  }
  const { messages, model } = JSON.parse(body) as { messages: { content: string }[]; model: string }
  const { text, usage } = nearest(wordsOf(messages), recorded)
  const choices = [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }]
  reply(200, { id: "c1", object: "chat.completion", created: 1, model, choices, usage })
  return true
}

function readRecorded(line: string): Recorded {
  const { request, answer } = JSON.parse(line) as {
    request: { messages: { content: string }[] }
    answer: { deltas: { type: string; usage?: object; message?: { content: string } }[] }
  }
  return {
    words: wordsOf(request.messages),
    text: answer.deltas.find(({ type }) => type === "message")?.message?.content ?? "",
    usage: answer.deltas.find(({ type }) => type === "end")?.usage ?? {},
  }
}

const wordsOf = (messages: { content: string }[]) =>
  new Set(messages.flatMap(({ content }) => content.toLowerCase().match(/\w+/g) ?? []))

/** By the share of words that both have. */
function nearest(words: Set<string>, recorded: Recorded[]): Recorded {
  const likeness = ({ words: others }: Recorded) => {
    const both = [...words].filter((word) => others.has(word)).length
    return both / (words.size + others.size - both)
  }
  return recorded.reduce((best, one) => (likeness(one) > likeness(best) ? one : best))
}
