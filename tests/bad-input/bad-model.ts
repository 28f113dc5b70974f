import type { IncomingMessage, ServerResponse } from "node:http"
import { type Loopback, loopback } from "../support/loopback.ts"

/** What a request got as its key: a server may quote it. */
type Behave = (response: ServerResponse, request: { key: string; times: number }) => void

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(typeof body === "string" ? body : JSON.stringify(body))
}

function refuse(response: ServerResponse, status: number, message: string, type = "test_error") {
  answer(response, status, { error: { message, type, param: null, code: null } }, { "retry-after": "0" })
}

function say(response: ServerResponse, content: string) {
  const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }]
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  answer(response, 200, { id: "1", object: "chat.completion", created: 1, model: "bad", choices, usage })
}

/** By the name of the model that is asked. */
const BEHAVIOURS: Record<string, Behave> = {
  good: (response) => say(response, "hello"),
  echo: (response, { key }) => say(response, `your key is ${key}`),
  "400": (response) => refuse(response, 400, "no such parameter"),
  "401": (response, { key }) => refuse(response, 401, `Incorrect API key provided: ${key}.`),
  "403": (response) => refuse(response, 403, "not for you"),
  "404": (response) => refuse(response, 404, "no such model"),
  quota: (response) => refuse(response, 429, "You exceeded your current quota", "insufficient_quota"),
  "429 once": (response, { times }) =>
    times === 1 ? refuse(response, 429, "slow down") : say(response, "hello"),
  "500 once": (response, { times }) => (times === 1 ? refuse(response, 500, "oops") : say(response, "hello")),
  "500 always": (response) => refuse(response, 500, "oops"),
  "422 always": (response) => refuse(response, 422, "cannot process"),
  hangs: () => undefined,
  "hangs half way": (response) => {
    response.writeHead(200, { "content-type": "application/json" })
    response.write('{"choices": [{"mess')
  },
  drops: (response) => response.socket?.destroy(),
  "drops half way": (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "500" })
    response.write('{"choices": [{"mess')
    setTimeout(() => response.socket?.destroy(), 10)
  },
  html: (response) => answer(response, 200, "<html>Log in first</html>", { "content-type": "text/html" }),
  "not JSON": (response) => answer(response, 200, '{"choices": '),
  "no choices": (response) => answer(response, 200, { id: "1", choices: [] }),
  "wrong shape": (response) => answer(response, 200, { choices: "none" }),
}

/** A model on loopback that misbehaves as the name of the asked model says. */
export class BadModel implements AsyncDisposable {
  #server!: Loopback
  readonly #times = new Map<string, number>()

  static async start(): Promise<BadModel> {
    const model = new BadModel()
    model.#server = await loopback((request, response) => void model.#serve(request, response))
    return model
  }

  get url(): string {
    return `${this.#server.url}/v1`
  }

  /** How often a model was asked. */
  times(model: string): number {
    return this.#times.get(model) ?? 0
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ""
    for await (const chunk of request.setEncoding("utf8")) text += chunk
    const { model } = JSON.parse(text)
    const times = this.times(model) + 1
    this.#times.set(model, times)
    const key = request.headers.authorization?.replace("Bearer ", "") ?? ""
    const behave = BEHAVIOURS[model]
    if (behave) behave(response, { key, times })
    else refuse(response, 404, `no behaviour ${model}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]()
  }
}
