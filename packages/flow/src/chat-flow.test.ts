import type { InputPort, OutputPort } from "@internal/schema"
import { Json } from "@internal/value"
import { expect, test } from "vitest"
import { isChatFlow } from "./chat-flow.ts"

const input = (name: string, flags: Partial<InputPort> = {}): InputPort => ({
  name,
  type: "string",
  isChatInput: false,
  isChatHistory: null,
  description: "",
  ...flags,
})
const output = (name: string, isChatOutput = false): OutputPort => ({
  name,
  type: "string",
  binding: { kind: "literal", value: Json.of(1) },
  isChatOutput,
  evaluationOnly: false,
  description: "",
})
const question = input("question", { isChatInput: true })
const history = input("chat_history")

test.each<[string, InputPort[], OutputPort[], string]>([
  ["named history", [question, history], [output("a", true)], "chat_history"],
  ["flagged history", [question, history, input("h", { isChatHistory: true })], [output("a", true)], "h"],
  ["no outputs", [question, history], [], "chat_history"],
  ["no chat input", [history], [output("a", true)], "a chat flow has one chat input, and this one has 0"],
  [
    "two",
    [question, { ...question, name: "q2" }, history],
    [],
    "a chat flow has one chat input, and this one has 2",
  ],
  [
    "two outputs",
    [question, history],
    [output("a", true), output("b", true)],
    "a chat flow has one chat output, and this one has 2",
  ],
  ["no chat output", [question, history], [output("a")], "none of the outputs is marked is_chat_output"],
  ["no history", [question], [output("a", true)], "there is no input for the chat history"],
  [
    "history switched off",
    [question, input("chat_history", { isChatHistory: false })],
    [],
    "there is no input for the chat history",
  ],
])("%s (spec 1.5)", (_, inputs, outputs, expected) => {
  const found = isChatFlow({ inputs, outputs })
  expect(found.chat ? found.history : found.reason).toBe(expected)
})
