import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ChatRequest, Model } from "@internal/schema"
import { afterAll, beforeAll, expect, test } from "vitest"
import { CANARY, call, collect, failureOf } from "../../testing/conformance.ts"
import { chatAnswer, chatChunk, modelServer } from "../../testing/model-server.ts"
import { directHttp, testConnection } from "../../testing/provider.ts"
import { openModel } from "../open-model.ts"
import { Recordings } from "./recordings.ts"
import { recordModel, replayModel } from "./replay.ts"

const http = directHttp()
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "millrace-replay-"))
})
afterAll(async () => {
  await http.close()
  await rm(dir, { recursive: true })
})

const provider = "OpenAIConnection"
const scrub = (text: string) => text.replaceAll(CANARY, "******")
const ask = (content: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({
  model: "m",
  messages: [
    { role: "system", content: `Be brief. ${CANARY}` },
    { role: "user", content },
  ],
  parameters: { temperature: 0, top_p: 1 },
  stream: false,
  ...rest,
})

async function recorded(
  name: string,
  work: (model: Model, reply: Awaited<ReturnType<typeof modelServer>>) => Promise<void>,
) {
  await using server = await modelServer()
  const model = openModel(testConnection(provider, { base_url: server.url }), { http, env: {} })
  await work(recordModel(model, new Recordings(join(dir, name)), { provider, scrub }), server)
  return replayModel(new Recordings(join(dir, name)), { provider, scrub })
}

test("answers, streams in the same pieces, embeddings and failures come back", async () => {
  const streamed = ask("stream", { stream: true })
  const replay = await recorded("all", async (model, server) => {
    server.reply(chatAnswer({ content: "hi" }), {
      pieces: [chatChunk("a"), chatChunk("b"), "data: [DONE]\n\n"],
    })
    server.reply(
      { json: { data: [{ embedding: [0.5] }] } },
      { status: 400, json: { error: { message: "too long" } } },
    )
    server.reply({ json: { choices: [{ text: " upon" }] } })
    await collect(model.chat(ask("whole"), call()))
    await collect(model.chat(streamed, call()))
    await model.embed({ model: "e", input: "x", parameters: {} }, call())
    await failureOf(model.chat(ask("bad"), call()))
    await collect(model.complete({ model: "m", prompt: "Once", parameters: {}, stream: false }, call()))
  })
  expect((await collect(replay.chat(ask("whole"), call())))[0]).toEqual({ type: "text", text: "hi" })
  expect(await collect(replay.chat(streamed, call()))).toMatchObject([
    { text: "a" },
    { text: "b" },
    { type: "end", usage: { estimated: true } },
  ])
  const embedding = await replay.embed({ model: "e", input: "x", parameters: {} }, call())
  expect(embedding.vectors).toEqual([[0.5]])
  expect(await failureOf(replay.chat(ask("bad"), call()))).toMatchObject({
    status: 400,
    class: "BadRequestError",
  })
  const completion = replay.complete({ model: "m", prompt: "Once", parameters: {}, stream: false }, call())
  expect((await collect(completion))[0]).toEqual({ type: "text", text: " upon" })
})

test("the order of keys does not matter, and no secret is kept", async () => {
  const replay = await recorded("order", async (model, server) => {
    server.reply(chatAnswer({ content: "hi" }))
    await collect(model.chat(ask("x"), call()))
  })
  const swapped = ask("x", { parameters: { top_p: 1, temperature: 0 } })
  expect(await collect(replay.chat(swapped, call()))).toHaveLength(3)
  expect(await readFile(join(dir, "order/calls.jsonl"), "utf8")).not.toContain(CANARY)
})

test("a call tried again leaves its answer, not its failure", async () => {
  const replay = await recorded("again", async (model, server) => {
    server.reply({ status: 429, text: "" }, chatAnswer({ content: "at last" }), { status: 500, text: "" })
    await failureOf(model.chat(ask("x"), call()))
    await collect(model.chat(ask("x"), call()))
    await failureOf(model.chat(ask("x"), call()))
  })
  expect((await collect(replay.chat(ask("x"), call())))[0]).toEqual({ type: "text", text: "at last" })
})

test("a miss names what differs from the nearest recording", async () => {
  const replay = await recorded("miss", async (model, server) => {
    server.reply(chatAnswer({ content: "1" }), chatAnswer({ content: "2" }))
    await collect(model.chat(ask("Classify this page: cats"), call()))
    await collect(model.chat(ask("Something else"), call()))
  })
  const miss = (request: ChatRequest) => collect(replay.chat(request, call()))
  await expect(miss(ask("Classify this page: dogs"))).rejects.toMatchObject({
    code: "REPLAY_MISS",
    message: expect.stringMatching(
      /messages\[1\]\.content is …\S* this page: dogs" here and …\S* this page: cats" there/,
    ),
  })
  await expect(miss(ask("Something else", { parameters: { temperature: 1, top_p: 1 } }))).rejects.toThrow(
    "parameters.temperature is 1 here and 0 there",
  )
  expect((await collect(replay.chat(ask("Something else", { stream: true }), call())))[0]).toEqual({
    type: "text",
    text: "2",
  })
  const empty = replayModel(new Recordings(join(dir, "nowhere")), { provider })
  await expect(collect(empty.chat(ask("x"), call()))).rejects.toThrow("there are no recordings in")
})

test("a broken recording is named by file and line", async () => {
  const broken = join(dir, "all", "zz.jsonl")
  await writeFile(broken, "\n{}\n")
  const replay = replayModel(new Recordings(join(dir, "all")), { provider })
  await expect(collect(replay.chat(ask("x"), call()))).rejects.toThrow(`${broken}: line 2 is no recording`)
  await rm(broken)
})
