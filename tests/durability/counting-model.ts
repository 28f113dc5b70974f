import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"

/** A model on the loopback that says the question again, late, and keeps count of what it was asked. */
export class CountingModel implements AsyncDisposable {
  readonly #server: Server
  /** Milliseconds before the next answer. */
  latency: () => number
  /** Questions by text: how often each was asked. */
  readonly asked = new Map<string, number>()
  #first = Promise.withResolvers<void>()

  private constructor(latency: () => number) {
    this.latency = latency
    this.#server = createServer((request, response) => {
      let body = ""
      request.on("data", (chunk) => {
        body += chunk
      })
      request.on("end", () => {
        const { messages } = JSON.parse(body) as { messages: { content: string }[] }
        const question = messages.at(-1)?.content ?? ""
        this.asked.set(question, (this.asked.get(question) ?? 0) + 1)
        this.#first.resolve()
        setTimeout(() => {
          response.setHeader("content-type", "application/json")
          response.end(JSON.stringify(answerTo(question)))
        }, this.latency())
      })
    })
  }

  static async start(latency: () => number): Promise<CountingModel> {
    const model = new CountingModel(latency)
    await new Promise<void>((resolve) => model.#server.listen(0, "127.0.0.1", resolve))
    return model
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Settles when a question has come since the last call. */
  nextQuestion(): Promise<void> {
    this.#first = Promise.withResolvers()
    return this.#first.promise
  }

  get total(): number {
    return [...this.asked.values()].reduce((sum, times) => sum + times, 0)
  }

  /** How many questions were asked more than once, counting each repetition. */
  get repeated(): number {
    return [...this.asked.values()].reduce((sum, times) => sum + times - 1, 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function answerTo(question: string) {
  return {
    id: "1",
    object: "chat.completion",
    model: "stand-in",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: question } }],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  }
}
