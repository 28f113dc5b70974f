import { encodeEvent, type RunEvent } from "@internal/schema"
import { Json } from "@internal/value"
import { expect, it } from "vitest"
import { promptsOf } from "../run/prompt-of.ts"
import { readEvent } from "./read-event.ts"

it("shows a prompt as it was sent, of the calls that a node has recorded", () => {
  const call = (name: string, inputs: unknown, children: unknown[]) => ({
    name,
    type: "LLM",
    inputs,
    output: new Map([["choices", []]]),
    start_time: 1,
    end_time: 2,
    error: null,
    children,
  })
  const sent = new Map<string, unknown>([
    ["model", "m"],
    [
      "messages",
      [
        new Map([
          ["role", "user"],
          ["content", "hi"],
        ]),
      ],
    ],
  ])
  const event = {
    v: 1,
    type: "node-end",
    line: 0,
    node: "ask",
    attempt: 1,
    output: Json.of("yes"),
    cache: "off",
    portable: true,
    duration: 3,
    calls: [call("OpenAI.chat", new Map(), [call("openai_chat", sent, [])])],
  } as unknown as RunEvent
  const at = { run: "r", seq: 1, at: 5 }
  const read = readEvent(encodeEvent({ ...at, ...event }), at)
  const calls = read.type === "node-end" ? (read.calls ?? []) : []
  expect(promptsOf(calls)).toEqual([
    { messages: [{ role: "user", content: "hi" }], settings: { model: "m" } },
  ])
  expect(calls[0]?.children[0]?.output).toEqual({ choices: [] })
})
