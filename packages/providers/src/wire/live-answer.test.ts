import type { ChatRequest } from "@internal/schema"
import { afterAll, expect, test } from "vitest"
import { call, collect } from "../../testing/conformance.ts"
import { modelServer } from "../../testing/model-server.ts"
import { directHttp, testConnection } from "../../testing/provider.ts"
import { openModel } from "../open-model.ts"

const http = directHttp()
afterAll(() => http.close())

const asked: ChatRequest = {
  model: "m",
  messages: [{ role: "user", content: "hi" }],
  parameters: {},
  stream: false,
}
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }
const chunk = (content: string) =>
  `data: {"model":"m","choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`
const whole = {
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
  usage,
}

test("an answer that is wanted whole comes in pieces where somebody looks, and says the same", async () => {
  await using server = await modelServer()
  const model = openModel(testConnection("ServerlessConnection", { api_base: server.url }), { http })
  const end = `data: {"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n`
  const counted = `data: {"model":"m","choices":[],"usage":${JSON.stringify(usage)}}\n\n`
  server.reply({ pieces: [chunk("Hel"), chunk("lo"), end, counted, "data: [DONE]\n\n"] })
  const live = await collect(model.chat(asked, call({ live: true, whole: true })))
  expect(live.flatMap((delta) => (delta.type === "text" && delta.text ? [delta.text] : []))).toEqual([
    "Hel",
    "lo",
  ])
  expect(live.at(-1)).toMatchObject({ type: "end", usage, finishReason: "stop" })
  expect(live.find(({ type }) => type === "response")).toEqual({ type: "response", response: whole })
  expect(JSON.parse(server.received[0]?.text ?? "")).toMatchObject({
    stream: true,
    stream_options: { include_usage: true },
  })

  // tools have no pieces that could be joined; a server that knows no streams is asked again
  server.reply({ json: whole })
  await collect(model.chat({ ...asked, parameters: { tools: [{}] } }, call({ live: true })))
  server.reply({ status: 400, json: { error: { message: "stream_options?" } } }, { json: whole })
  const again = await collect(model.chat(asked, call({ live: true })))
  expect(again).toContainEqual({ type: "text", text: "Hello" })
  const bodies = server.received.map(({ text }) => JSON.parse(text).stream)
  expect(bodies).toEqual([true, false, true, false])
})
