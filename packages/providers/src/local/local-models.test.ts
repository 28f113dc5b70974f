import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ChatRequest, Model, ModelDelta } from "@internal/schema"
import { afterAll, beforeAll, expect, test } from "vitest"
import { call, collect, failureOf } from "../../testing/conformance.ts"
import { testConnection } from "../../testing/provider.ts"
import { installScriptedEngine } from "../../testing/scripted-engine.ts"
import { openModel } from "../open-model.ts"
import { localModels } from "./local-models.ts"
import { addModel } from "./model-library.ts"

let home: string
let engine: string
let local: ReturnType<typeof localModels>
let model: Model
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "millrace-local-"))
  engine = await installScriptedEngine(home)
  for (const name of ["tiny", "other", "broken"]) {
    await writeFile(join(home, `${name}.gguf`), `GGUF ${name}`)
    await addModel(join(home, `${name}.gguf`), { home })
  }
  local = localModels({ home, engine })
  const connection = { ...testConnection("LocalConnection", { model: "tiny" }), secrets: {} }
  model = openModel(connection, { http: undefined as never, local })
})
afterAll(async () => {
  await local[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

function ask(content: string, parameters: Record<string, unknown> = {}, stream = false): ChatRequest {
  return {
    model: "tiny",
    messages: [{ role: "user", content }],
    parameters: { temperature: 0, ...parameters },
    stream,
  }
}
async function answer(request: ChatRequest, from = model): Promise<string> {
  return textOf(await collect(from.chat(request, call())))
}
function textOf(deltas: ModelDelta[]): string {
  return deltas.map((delta) => (delta.type === "text" ? delta.text : "")).join("")
}

test("a whole answer, and a streamed one", async () => {
  expect(await collect(model.chat(ask("say:hällo 👋"), call()))).toEqual([
    { type: "text", text: "hällo 👋" },
    { type: "message", message: { role: "assistant", content: "hällo 👋" } },
    {
      type: "end",
      finishReason: "stop",
      usage: { prompt_tokens: 28, completion_tokens: 7, total_tokens: 35 },
      model: "tiny",
    },
  ])
  const streamed = await collect(model.chat(ask("say:abc", {}, true), call()))
  expect(streamed.slice(0, 3)).toEqual(["a", "b", "c"].map((text) => ({ type: "text", text })))
})

test("max_tokens, stop and logprobs", async () => {
  const short = await collect(model.chat(ask("say:abcdef", { max_tokens: 3 }), call()))
  expect(short.at(-1)).toMatchObject({ finishReason: "length", usage: { completion_tokens: 3 } })
  expect(await answer(ask("say:one, two, three", { stop: [" three", ", t"] }, true))).toBe("one")
  const probable = await collect(model.chat(ask("say:a", { logprobs: true, top_logprobs: 1 }), call()))
  expect(probable.at(-1)).toMatchObject({ logprobs: { content: [{ token: "a", logprob: Math.log(0.75) }] } })
})

test("JSON ends with its last bracket", async () => {
  const format = { response_format: { type: "json_object" } }
  expect(await answer(ask('say:{"a": [1]}   \n\n', format))).toBe('{"a": [1]}')
})

test("the values of an enum are scored, and the page is what counts", async () => {
  const properties = { kind: { enum: ["Xu", "Yu"] }, sure: { enum: [true] } }
  const response_format = { type: "json_schema", json_schema: { schema: { type: "object", properties } } }
  const classify = (page: string) => {
    const messages = [
      { role: "system", content: 'The answers are "Xu", "Xu", "Xu" and "Yu".' },
      { role: "user", content: page },
    ]
    return answer({ ...ask(""), messages, parameters: { response_format } })
  }
  expect(await classify('It says "Yu", of all things.')).toBe('{"kind": "Yu", "sure": true}')
  expect(await classify('It says "Xu", of all things. "Xu" and "Xu"')).toBe('{"kind": "Xu", "sure": true}')
})

test("what two prompts share at their beginning is read once", async () => {
  const long = "x".repeat(500)
  await answer(ask(`${long} evaluated`))
  expect(Number(await answer(ask(`${long} evaluated`)))).toBeLessThan(60)
  expect(Number(await answer(ask(`y${long} evaluated`)))).toBeGreaterThan(500)
})

test("requests queue; a cancelled one leaves, and the next one is served", async () => {
  const stop = new AbortController()
  const first = collect(model.chat(ask("wait"), call({ signal: stop.signal })))
  const second = answer(ask("say:second"))
  const third = collect(model.chat(ask("say:third"), call({ signal: stop.signal })))
  const outcomes = Promise.allSettled([first, third])
  stop.abort(new Error("no longer wanted"))
  expect(await second).toBe("second")
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ reason: { message: "no longer wanted" } })
})

test("a reader that leaves a stream ends the work", async () => {
  for await (const delta of model.chat(ask("wait", {}, true), call())) {
    expect(delta).toEqual({ type: "text", text: "." })
    break
  }
  expect(await answer(ask("say:next"))).toBe("next")
})

test("an answer that takes too long", async () => {
  expect((await failureOf(model.chat(ask("wait"), call({ timeout: 0.1 })))).class).toBe("APITimeoutError")
})

test("a crash is an error of its call only", async () => {
  const failure = await failureOf(model.chat(ask("crash"), call()))
  expect(failure).toMatchObject({ class: "APIError", detail: expect.stringContaining("died (SIGSEGV)") })
  expect(await answer(ask("say:alive"))).toBe("alive")
})

test("one model at a time, and one that does not load", async () => {
  expect(await answer(ask("say:b"), local.open("other"))).toBe("b")
  expect(await answer(ask("say:a"))).toBe("a")
  expect((await failureOf(local.open("broken").chat(ask("say:c"), call()))).detail).toContain("not a model")
  expect(await answer(ask("say:a"))).toBe("a")
  await expect(answer(ask("say:d"), local.open("absent"))).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
    hint: "The models here are: broken, other, tiny.",
  })
})

test("completions and embeddings", async () => {
  const completion = model.complete(
    { model: "tiny", prompt: "<user>say:hi<", parameters: {}, stream: false },
    call(),
  )
  expect((await collect(completion))[0]).toEqual({ type: "text", text: "hi" })
  const embedded = await model.embed({ model: "tiny", input: ["ab", "c"], parameters: {} }, call())
  expect(embedded).toMatchObject({
    vectors: [
      [2, 97],
      [1, 99],
    ],
    usage: { prompt_tokens: 3, total_tokens: 3 },
  })
})

test("what a local model cannot do is refused", async () => {
  const refused = async (request: ChatRequest) => (await failureOf(model.chat(request, call()))).detail
  expect(await refused(ask("say:x", { tools: [{}] }))).toContain("do not call tools")
  expect(await refused(ask("say:x", { response_format: { type: "xml" } }))).toContain('{"type":"xml"}')
  expect(await refused(ask("x".repeat(3000)))).toContain("This prompt has 3017 tokens")
  expect(await refused({ ...ask(""), messages: [{ role: "nobody", content: "" }] })).toContain(
    "nobody is no role",
  )
  const picture = [{ type: "image_url" as const, image_url: { url: "data:image/png;base64,x" } }]
  expect(await refused({ ...ask(""), messages: [{ role: "user", content: picture }] })).toContain("text only")
  const schema = { response_format: { type: "json_schema", json_schema: { schema: { type: "impossible" } } } }
  expect(await refused(ask("say:x", schema))).toContain("cannot be held to this JSON schema: unknown type")
})
