import type { ApiCall } from "@internal/schema"
import { expect, test } from "vitest"
import {
  conversationOf,
  embeddingsOf,
  givenInputs,
  parametersOf,
  retrievalOf,
  spansOf,
  templateOf,
  tokensOf,
  toolsOf,
} from "./spans.ts"

const call = (part: Partial<ApiCall>): ApiCall => ({
  name: "one",
  type: "Function",
  inputs: {},
  output: null,
  start_time: 10,
  end_time: 10.25,
  error: null,
  children: [],
  ...part,
})
const asked = call({
  name: "openai_chat",
  type: "LLM",
  inputs: {
    model: "m",
    temperature: 0.2,
    messages: [
      { role: "system", content: "Be short." },
      { role: "user", content: [{ type: "text", text: "Hi" }] },
    ],
    tools: [{ type: "function", function: { name: "look_up" } }],
  },
  output: {
    choices: [
      { message: { role: "assistant", content: null, tool_calls: [{ function: { name: "look_up" } }] } },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
  },
})

test("calls stand behind the call that made them, by their place", () => {
  const tree = [
    call({ name: "tool", children: [asked, call({ name: "find", error: { message: "no", type: "E" } })] }),
  ]
  expect(
    spansOf(tree).map(({ key, depth, kind, failed, call: { name } }) => [key, depth, kind, failed, name]),
  ).toEqual([
    ["0", 0, "Function", false, "tool"],
    ["0.0", 1, "LLM", false, "openai_chat"],
    ["0.1", 1, "Function", true, "find"],
  ])
  expect(spansOf(tree)[0]).toMatchObject({
    start: 10_000,
    duration: 250,
    tokens: { prompt: 3, completion: 2, total: 5 },
  })
  expect(tokensOf(call({}))).toBeUndefined()
})

test("a call of a model: messages by role with the answer, parameters, tools", () => {
  expect(conversationOf(asked)).toEqual([
    { role: "system", content: "Be short.", generated: false },
    { role: "user", content: [{ type: "text", text: "Hi" }], generated: false },
    { role: "assistant", content: "", generated: true, toolCalls: [{ function: { name: "look_up" } }] },
  ])
  expect(parametersOf(asked)).toEqual({ model: "m", temperature: 0.2 })
  expect(toolsOf(asked)).toHaveLength(1)
  const completion = call({
    type: "LLM",
    inputs: { prompt: "Once" },
    output: { choices: [{ text: "upon" }] },
  })
  expect(conversationOf(completion).map(({ role, content }) => [role, content])).toEqual([
    ["prompt", "Once"],
    ["assistant", "upon"],
  ])
  expect(conversationOf(call({ inputs: { messages: [] } }))).toEqual([])
})

test("a template with the values that stand in it alone", () => {
  const inputs = {
    prompt: "# user:\nSum up {{ text }}",
    text: "a b",
    temperature: 0,
    _inputs_to_escape: ["text"],
  }
  expect(templateOf(call({ inputs }))).toEqual({ template: inputs.prompt, variables: { text: "a b" } })
  expect(templateOf(call({ inputs: { text: "a" } }))).toBeUndefined()
})

test("inputs of a node are those that its flow gives", () => {
  expect(givenInputs({ text: "a", _inputs_to_escape: ["text"] })).toEqual({ text: "a" })
  expect(givenInputs(null)).toBeNull()
})

test("embedded texts have their vectors, found documents their scores", () => {
  const vector = [0.1, 0.2]
  const embedding = call({
    type: "Embedding",
    inputs: { input: ["a", "b"] },
    output: { data: [{ embedding: vector }, { embedding: "base64" }] },
  })
  expect(embeddingsOf(embedding)).toEqual([
    { text: "a", vector },
    { text: "b", vector: [] },
  ])
  expect(embeddingsOf(call({ type: "Embedding", inputs: { input: "a" }, output: vector }))).toEqual([
    { text: "a", vector },
  ])
  const found = call({
    type: "Retrieval",
    inputs: { query: "what" },
    output: [{ "document.id": "d1", "document.content": "text", "document.score": 0.9 }, { text: "plain" }],
  })
  expect(retrievalOf(found)).toEqual({
    query: "what",
    documents: [
      { id: "d1", content: "text", score: 0.9 },
      { id: "1", content: "plain", score: undefined },
    ],
  })
})
