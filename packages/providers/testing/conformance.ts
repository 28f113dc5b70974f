import {
  type CallContext,
  type ChatRequest,
  MillraceError,
  type Model,
  type ModelDelta,
  type ModelFailure,
} from "@internal/schema"
import { describe, expect, test } from "vitest"
import { chatAnswer, chatChunk, type ModelServer, type Received } from "./model-server.ts"

/** Must never be seen in an error of any provider under test. */
export const CANARY = "sk-canary/0123 456789+abcdef"

export interface ProviderUnderTest {
  server(): Promise<ModelServer>
  /** Opens the provider against a server, with `CANARY` as its key. */
  open(server: ModelServer): Model
  /** Where the provider sends a call for the model `m`. */
  path(api: "chat/completions" | "completions" | "embeddings"): string
  /** Checks the headers that carry the key. */
  authorised(request: Received): void
}

const REQUEST: ChatRequest = {
  model: "m",
  messages: [{ role: "user", content: "Say „hi“" }],
  parameters: { temperature: 0.5, top_p: 1, n: 1, seed: 7 },
  stream: false,
}
const STREAMED: ChatRequest = { ...REQUEST, stream: true }

export function call(options: Partial<CallContext> = {}): CallContext {
  return { signal: new AbortController().signal, timeout: 20, ...options }
}

export async function collect(deltas: AsyncIterable<ModelDelta>): Promise<ModelDelta[]> {
  const all: ModelDelta[] = []
  for await (const delta of deltas) all.push(delta)
  return all
}

/** The failure of a call that must fail with `MODEL_CALL_FAILED`. */
export async function failureOf(work: Promise<unknown> | AsyncIterable<ModelDelta>): Promise<ModelFailure> {
  const error = await errorOf(work)
  expect(error).toBeInstanceOf(MillraceError)
  const failed = error as MillraceError
  expect(failed.code).toBe("MODEL_CALL_FAILED")
  expect(JSON.stringify([failed.message, failed.hint, failed.data])).not.toContain(CANARY.slice(3, 12))
  return failed.data as ModelFailure
}

async function errorOf(work: Promise<unknown> | AsyncIterable<ModelDelta>): Promise<unknown> {
  try {
    await (Symbol.asyncIterator in work ? collect(work) : work)
  } catch (error) {
    return error
  }
  throw new Error("the call was meant to fail")
}

/** What every provider of the OpenAI protocol must do, over real HTTP. */
export function describeProvider(name: string, provider: ProviderUnderTest): void {
  const withServer = async (body: (server: ModelServer, model: Model) => Promise<void>): Promise<void> => {
    await using server = await provider.server()
    await body(server, provider.open(server))
  }

  describe(`${name}: requests`, () => {
    test("a chat request is sent as it is, with the key in its header only", () =>
      withServer(async (server, model) => {
        server.reply(chatAnswer({ content: "hi" }))
        await collect(model.chat(REQUEST, call({ headers: { "x-extra": "1" } })))
        const [request] = server.received as [Received]
        expect([request.method, request.path]).toEqual(["POST", provider.path("chat/completions")])
        expect(JSON.parse(request.text)).toEqual({
          model: "m",
          messages: REQUEST.messages,
          ...REQUEST.parameters,
          stream: false,
        })
        expect(request.headers).toMatchObject({ "content-type": "application/json", "x-extra": "1" })
        provider.authorised(request)
        expect(request.text).not.toContain(CANARY)
      }))

    test("a streamed request does not ask for usage by itself", () =>
      withServer(async (server, model) => {
        server.reply({ pieces: [chatChunk("x"), "data: [DONE]\n\n"] })
        await collect(model.chat(STREAMED, call()))
        const body = JSON.parse(server.received[0]!.text)
        expect(body.stream).toBe(true)
        expect(body).not.toHaveProperty("stream_options")
      }))

    test("calls one after another share connections", () =>
      withServer(async (server, model) => {
        server.reply(chatAnswer({ content: "1" }), chatAnswer({ content: "2" }), chatAnswer({ content: "3" }))
        server.reply(chatAnswer({ content: "4" }), chatAnswer({ content: "5" }), chatAnswer({ content: "6" }))
        for (let i = 0; i < 6; i++) await collect(model.chat(REQUEST, call()))
        // A call may start in the moment before the last one's connection is free again.
        expect(server.connections()).toBeLessThan(4)
      }))

    test("64 calls are in flight at once", () =>
      withServer(async (server, model) => {
        server.reply(...Array.from({ length: 64 }, () => "hang" as const))
        const stop = new AbortController()
        const calls = Array.from({ length: 64 }, () =>
          errorOf(model.chat(REQUEST, call({ signal: stop.signal }))),
        )
        await expect.poll(() => server.received.length, { timeout: 20_000 }).toBe(64)
        stop.abort(new Error("enough"))
        for (const error of await Promise.all(calls)) expect(error).toMatchObject({ message: "enough" })
      }))
  })

  describe(`${name}: answers`, () => {
    test("a whole answer: text, message, end", () =>
      withServer(async (server, model) => {
        const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 }
        const message = { content: "hällo", refusal: null }
        server.reply(chatAnswer(message, { usage }, { "x-request-id": "r1" }))
        expect(await collect(model.chat(REQUEST, call()))).toEqual([
          { type: "text", text: "hällo" },
          { type: "message", message: { role: "assistant", ...message } },
          { type: "end", finishReason: "stop", usage, model: "m-1", requestId: "r1" },
        ])
      }))

    test("tool calls come in the message", () =>
      withServer(async (server, model) => {
        const tool_calls = [{ id: "t", type: "function", function: { name: "f", arguments: '{"a": 1.0}' } }]
        server.reply(chatAnswer({ content: null, tool_calls }))
        const deltas = await collect(model.chat(REQUEST, call()))
        expect(deltas.map((delta) => delta.type)).toEqual(["message", "end"])
        expect(deltas[0]).toMatchObject({ message: { content: null, tool_calls } })
      }))

    test("usage is estimated, and marked, when the API gives none", () =>
      withServer(async (server, model) => {
        server.reply(chatAnswer({ content: "one two three" }))
        const end = (await collect(model.chat(REQUEST, call()))).at(-1)
        expect(end).toMatchObject({ usage: { completion_tokens: 3, estimated: true } })
      }))

    test("a stream, however its bytes are cut", () =>
      withServer(async (server, model) => {
        const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }
        const wire = [
          ": keep-alive\r\n\r\n",
          chatChunk("").replaceAll("\n", "\r\n"),
          chatChunk("grüß "),
          "event: message\n",
          chatChunk("dich 👋"),
          `data: ${JSON.stringify({ choices: [{ index: 1, delta: { content: "other choice" } }] })}\n\n`,
          chatChunk(null, { finish_reason: "length" }),
          `data: {"model":"m-2","choices":[],"usage":${JSON.stringify(usage)}}\n\n`,
          "data: [DONE]\n\n",
        ].join("")
        const bytes = new TextEncoder().encode(wire)
        const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
          bytes.slice(i * 7, i * 7 + 7),
        )
        server.reply({ pieces })
        expect(await collect(model.chat(STREAMED, call()))).toEqual([
          { type: "text", text: "" },
          { type: "text", text: "grüß " },
          { type: "text", text: "dich 👋" },
          { type: "text", text: "" },
          { type: "end", finishReason: "length", usage, model: "m-2" },
        ])
      }))

    test("text arrives before the stream has ended", () =>
      withServer(async (server, model) => {
        server.reply({ pieces: [chatChunk("now")], ending: "hang" })
        for await (const delta of model.chat(STREAMED, call())) {
          expect(delta).toEqual({ type: "text", text: "now" })
          break
        }
      }))

    test("a streamed request that is answered in one piece", () =>
      withServer(async (server, model) => {
        server.reply(chatAnswer({ content: "whole" }))
        const deltas = await collect(model.chat(STREAMED, call()))
        expect(deltas[0]).toEqual({ type: "text", text: "whole" })
      }))

    test("completions, whole and streamed", () =>
      withServer(async (server, model) => {
        const request = { model: "m", prompt: "Once", parameters: { max_tokens: 16 }, stream: false }
        server.reply({
          json: { model: "m-1", choices: [{ index: 0, text: " upon", finish_reason: "stop" }] },
        })
        const whole = await collect(model.complete(request, call()))
        expect(whole[0]).toEqual({ type: "text", text: " upon" })
        expect(whole.at(-1)).toMatchObject({ type: "end", finishReason: "stop" })
        expect(server.received[0]?.path).toBe(provider.path("completions"))
        expect(JSON.parse(server.received[0]!.text)).toMatchObject({ prompt: "Once", max_tokens: 16 })
        const chunk = (text: string) => `data: ${JSON.stringify({ choices: [{ index: 0, text }] })}\n\n`
        server.reply({ pieces: [chunk(" a"), chunk(" time"), "data: [DONE]"] })
        const streamed = await collect(model.complete({ ...request, stream: true }, call()))
        expect(streamed.slice(0, 2)).toEqual([
          { type: "text", text: " a" },
          { type: "text", text: " time" },
        ])
      }))

    test("embeddings as numbers, as base64, and in the order of the inputs", () =>
      withServer(async (server, model) => {
        const base64 = Buffer.from(new Float32Array([0.5, -2]).buffer).toString("base64")
        const data = [
          { index: 1, embedding: base64 },
          { index: 0, embedding: [1, 0.25] },
        ]
        server.reply({ json: { model: "e", data, usage: { prompt_tokens: 4, total_tokens: 4 } } })
        const request = { model: "m", input: ["a", "b"], parameters: {} }
        expect(await model.embed(request, call())).toEqual({
          vectors: [
            [1, 0.25],
            [0.5, -2],
          ],
          usage: { prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 },
          model: "e",
        })
        expect(server.received[0]?.path).toBe(provider.path("embeddings"))
        expect(JSON.parse(server.received[0]!.text)).toEqual({ model: "m", input: ["a", "b"] })
      }))
  })

  describe(`${name}: failures`, () => {
    const statuses: [number, string][] = [
      [400, "BadRequestError"],
      [401, "AuthenticationError"],
      [403, "PermissionDeniedError"],
      [404, "NotFoundError"],
      [409, "ConflictError"],
      [418, "APIStatusError"],
      [422, "UnprocessableEntityError"],
      [429, "RateLimitError"],
      [500, "InternalServerError"],
      [503, "InternalServerError"],
    ]
    test("statuses have the SDK's names and the API's words, without the key", () =>
      withServer(async (server, model) => {
        for (const [status, name] of statuses) {
          const error = { message: `no: ${CANARY}`, type: "t", code: "c", param: "p" }
          server.reply({ status, json: { error }, headers: { "x-request-id": "r2" } })
          expect(await failureOf(model.chat(REQUEST, call()))).toEqual({
            class: name,
            status,
            type: "t",
            errorCode: "c",
            param: "p",
            detail: `Error code: ${status} - no: ******`,
            requestId: "r2",
          })
        }
      }))

    test("waits that the server asks for", () =>
      withServer(async (server, model) => {
        const asked = async (headers: Record<string, string>) => {
          server.reply({ status: 429, json: { error: { message: "slow down" } }, headers })
          return (await failureOf(model.chat(REQUEST, call()))).retryAfterMs
        }
        expect(await asked({ "retry-after": "1.5" })).toBe(1500)
        expect(await asked({ "retry-after": "20", "retry-after-ms": "40" })).toBe(40)
        expect(await asked({ "retry-after": new Date(0).toUTCString() })).toBe(0)
        expect(await asked({ "retry-after": "soon" })).toBeUndefined()
        expect(await asked({})).toBeUndefined()
      }))

    test("an error answer that is not JSON", () =>
      withServer(async (server, model) => {
        server.reply({ status: 502, text: "<html>bad gateway</html>" })
        const failure = await failureOf(model.chat(REQUEST, call()))
        expect(failure).toMatchObject({ class: "InternalServerError", detail: "Error code: 502" })
      }))

    test("answers that are no completions", () =>
      withServer(async (server, model) => {
        for (const text of ["<html>hello</html>", "[1]", '{"object": "list"}', '{"choices": []}', ""]) {
          server.reply({ text })
          expect((await failureOf(model.chat(REQUEST, call()))).class).toBe("APIResponseValidationError")
        }
        server.reply({ json: { error: { message: "overloaded" } } })
        expect(await failureOf(model.chat(REQUEST, call()))).toMatchObject({
          class: "APIResponseValidationError",
          detail: "overloaded",
        })
      }))

    test("an error in the middle of a stream comes after what was said", () =>
      withServer(async (server, model) => {
        const error = { message: "boom", type: "server_error" }
        server.reply({ pieces: [chatChunk("a"), `data: ${JSON.stringify({ error })}\n\n`] })
        const seen: ModelDelta[] = []
        const read = async () => {
          for await (const delta of model.chat(STREAMED, call())) seen.push(delta)
        }
        expect(await failureOf(read())).toMatchObject({ class: "APIError", detail: "boom" })
        expect(seen).toEqual([{ type: "text", text: "a" }])
      }))

    test("half a stream is not an answer", () =>
      withServer(async (server, model) => {
        server.reply({ pieces: [chatChunk("a")] }, { pieces: [chatChunk("a"), 'data: {"cho'] })
        server.reply({ pieces: [chatChunk("a")], ending: "reset" })
        for (let i = 0; i < 3; i++) {
          const failure = await failureOf(model.chat(STREAMED, call()))
          expect(failure.class).toBe("APIConnectionError")
        }
      }))

    test("a server that hangs up or resets", () =>
      withServer(async (server, model) => {
        server.reply("close", "reset")
        for (let i = 0; i < 2; i++) {
          const failure = await failureOf(model.chat(REQUEST, call()))
          expect(failure.class).toBe("APIConnectionError")
          expect(failure.detail.toLowerCase()).toMatch(
            /connection aborted|server disconnected without sending a response/,
          )
        }
      }))

    test("an answer that breaks off half-way is not worth another try", () =>
      withServer(async (server, model) => {
        const headers = { "content-type": "application/json", "content-length": "500" }
        server.reply({ pieces: ['{"choi'], ending: "reset", headers })
        const failure = await failureOf(model.chat(REQUEST, call()))
        expect(failure.class).toBe("APIConnectionError")
        expect(failure.detail).toMatch(/^Connection error. The answer broke off: (?!.*connection aborted)/i)
      }))

    test("a server that never answers, and one that falls silent", () =>
      withServer(async (server, model) => {
        server.reply("hang", { pieces: [chatChunk("a")], ending: "hang" })
        expect((await failureOf(model.chat(REQUEST, call({ timeout: 0.05 })))).class).toBe("APITimeoutError")
        const silent = await failureOf(model.chat(STREAMED, call({ timeout: 0.3 })))
        expect(silent.class).toBe("APITimeoutError")
      }))

    test("cancellation is the caller's own reason", () =>
      withServer(async (server, model) => {
        server.reply("hang")
        const stop = new AbortController()
        const work = errorOf(model.chat(REQUEST, call({ signal: stop.signal })))
        await expect.poll(() => server.received.length).toBe(1)
        const reason = new Error("the user pressed Ctrl-C")
        stop.abort(reason)
        expect(await work).toBe(reason)
        expect(await errorOf(model.chat(REQUEST, call({ signal: stop.signal })))).toBe(reason)
        expect(server.received.length).toBe(1)
      }))

    test("redirects are followed on the same host only", () =>
      withServer(async (server, model) => {
        server.reply(
          { status: 308, text: "", headers: { location: "/elsewhere" } },
          chatAnswer({ content: "x" }),
        )
        await collect(model.chat(REQUEST, call()))
        expect(server.received[1]).toMatchObject({ path: "/elsewhere", text: server.received[0]?.text })
        server.reply({ status: 307, text: "", headers: { location: "http://localhost:1/steal" } })
        expect(await failureOf(model.chat(REQUEST, call()))).toMatchObject({
          class: "APIStatusError",
          status: 307,
        })
      }))
  })
}
