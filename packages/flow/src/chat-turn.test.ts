import { fromPlain, toPlain } from "@internal/value"
import { describe, expect, it } from "vitest"
import { chatReply, historyRecords } from "./chat-turn.ts"

const ports = { input: "q", output: "a", history: "h" }

/** Spec 1.6; the records are what the original handed to tools. */
describe("what a turn adds to the history", () => {
  it.each([
    ["dag", { a: "hi", n: 1 }, [{ inputs: { q: "said" }, outputs: { a: "hi", n: 1 } }]],
    ["dag", {}, [{ inputs: { q: "said" }, outputs: {} }]],
    [
      "flex",
      { a: "hi", n: 1 },
      [
        { role: "user", content: "said" },
        { role: "assistant", content: "hi" },
      ],
    ],
    [
      "prompty",
      { output: "hi" },
      [
        { role: "user", content: "said" },
        { role: "assistant", content: "hi" },
      ],
    ],
  ] as const)("%s %j", (kind, outputs, expected) => {
    const records = historyRecords(kind, ports, { said: "said", outputs: fromPlain(outputs) })
    expect(toPlain(records)).toEqual(expected)
  })
})

it.each([
  ["dag", "a", { a: null, b: 1 }, null],
  ["dag", undefined, {}, {}],
  ["dag", undefined, { output: 1 }, { output: 1 }],
  ["flex", undefined, { output: "x" }, "x"],
  ["flex", "a", { a: [1], n: 2 }, [1]],
  ["prompty", undefined, { x: 1, y: 2 }, { x: 1, y: 2 }],
] as const)("the reply of a %s with the chat output %s and %j", (kind, output, outputs, expected) => {
  expect(toPlain(chatReply(kind, { ...ports, output }, fromPlain(outputs)))).toEqual(expected)
})
