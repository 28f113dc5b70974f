import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { CANARY } from "../../testing/conformance.ts"
import { type ForeignCall, readForeignCall, recordForeignCall, replayForeignCall } from "./foreign-call.ts"
import { identify } from "./identity.ts"
import { type ForeignAnswer, Recordings } from "./recordings.ts"

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "millrace-foreign-"))
})
afterAll(() => rm(dir, { recursive: true }))

const scrub = (text: string) => text.replaceAll(CANARY, "******")
const provider = "OpenAIConnection"
const json = (body: unknown, status = 200): ForeignAnswer => ({
  wire: { status, type: "application/json", body: JSON.stringify(body) },
})
const events = (...data: unknown[]): ForeignAnswer => ({
  wire: {
    status: 200,
    type: "text/event-stream; charset=utf-8",
    body: data.map((d) => `data: ${JSON.stringify(d)}\n\n`).join(""),
  },
})
const call = (api: ForeignCall["api"], body: object): ForeignCall => ({
  provider,
  api,
  body: JSON.stringify(body),
})
const chat = (more: object = {}) =>
  call("chat", { model: "gpt-4o", messages: [{ role: "user", content: "hi" }], ...more })

const USED = { input_tokens: 5, output_tokens: 2, total_tokens: 7 }
const COUNTED = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 }

test.each([
  ["whole", json({ usage: USED })],
  [
    "streamed",
    events(
      { type: "response.created", response: {} },
      { type: "response.completed", response: { usage: USED } },
    ),
  ],
])("the Responses API counts in words of its own: %s", async (_, answer) => {
  const { usage, request } = await readForeignCall(
    call("responses", { model: "m", input: "x" }),
    answer,
    scrub,
  )
  expect(usage).toEqual(COUNTED)
  expect(request).toEqual({ model: "m", input: "x", parameters: {}, stream: false })
})

test("a stream without usage is estimated, a failed call says what the package would raise", async () => {
  const chunk = (content: string, finish: string | null) => ({
    choices: [{ delta: { content }, finish_reason: finish }],
  })
  const streamed = await readForeignCall(
    chat({ stream: true }),
    events(chunk("Hel", null), chunk("lo", "stop")),
    scrub,
  )
  expect(streamed.usage).toMatchObject({ estimated: true, completion_tokens: 1 })
  const refused = await readForeignCall(chat(), json({ error: { message: `no ${CANARY}` } }, 429), scrub)
  expect(refused.failure?.data).toMatchObject({
    class: "RateLimitError",
    status: 429,
    detail: "Error code: 429 - no ******",
  })
})

test("answers and failures come back as they came, without secrets", async () => {
  const recordings = new Recordings(join(dir, "wire"))
  const keep = async (asked: ForeignCall, answer: ForeignAnswer) =>
    recordForeignCall(asked, await readForeignCall(asked, answer, scrub), recordings, scrub)
  const whole = {
    id: "c9",
    choices: [{ message: { role: "assistant", content: `I know ${CANARY}` }, finish_reason: "stop" }],
  }
  await keep(chat(), json(whole))
  await keep(chat({ n: 2 }), json({ error: { message: "slow down" } }, 429))
  await keep(chat({ n: 3 }), { failed: { class: "APITimeoutError", detail: "Request timed out." } })
  const again = new Recordings(join(dir, "wire"))
  const answered = async (asked: ForeignCall) => (await replayForeignCall(asked, again, scrub)).answer
  expect(await answered(chat())).toEqual({
    wire: { status: 200, type: "application/json", body: JSON.stringify(whole).replace(CANARY, "******") },
  })
  expect(await answered(chat({ n: 2 }))).toMatchObject({ wire: { status: 429 } })
  expect(await answered(chat({ n: 3 }))).toMatchObject({ failed: { class: "APITimeoutError" } })
  expect(await readFile(join(dir, "wire", "calls.jsonl"), "utf8")).not.toContain(CANARY)
  await expect(replayForeignCall(chat({ n: 4 }), again, scrub)).rejects.toThrow("parameters.n is 4 here and")
})

test("what an LLM node's recording holds is told over the wire", async () => {
  const recordings = new Recordings(join(dir, "node"))
  const end = { type: "end" as const, finishReason: "stop", usage: COUNTED, model: "m-1" }
  const asked = chat({ stream: true, stream_options: { include_usage: true } })
  const request = {
    model: "gpt-4o",
    messages: [{ role: "user", content: "hi" }],
    parameters: { stream_options: { include_usage: true } },
    stream: true,
  }
  const deltas = [{ type: "text" as const, text: "Hel" }, { type: "text" as const, text: "lo" }, end]
  await recordings.add(identify(provider, "chat", request, scrub), { deltas })
  const { answer, outcome } = await replayForeignCall(asked, recordings, scrub)
  expect("wire" in answer && answer.wire.body.match(/"content":"\w+"|"total_tokens":7|\[DONE\]/g)).toEqual([
    '"content":"Hel"',
    '"content":"lo"',
    '"total_tokens":7',
    "[DONE]",
  ])
  expect(outcome.usage).toEqual(COUNTED)
})
