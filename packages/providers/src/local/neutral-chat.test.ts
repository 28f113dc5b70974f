import { expect, test } from "vitest"
import { neutralChat } from "./neutral-chat.ts"

const user = (content: string) => ({ role: "user", content })
const system = { role: "system", content: "Classify the page." }

test("few-shot in one message: the values since the last example go", () => {
  const examples = 'Sort pages.\n\nURL: http://a\nText: cats\n\nand dogs\nOUTPUT: {"k": "x"}\n\n'
  expect(
    neutralChat([user(`${examples}URL: http://b\nText: a page\n\nof two paragraphs\nOUTPUT:\n`)]),
  ).toEqual([user(`${examples}URL:\nText:\nOUTPUT:\n`)])
})

test("without examples, the last paragraph is the page", () => {
  expect(neutralChat([user("Sort: it.\n\nThe page is\nText: cats\nOUTPUT:")])?.[0]?.content).toBe(
    "Sort: it.\n\nThe page is\nText:\nOUTPUT:",
  )
})

test("a message of its own: the values of its labels, or all of it", () => {
  expect(neutralChat([system, user("Address: http://a\nSummary: cats\nand dogs")])).toEqual([
    system,
    user("Address:\nSummary:"),
  ])
  expect(neutralChat([system, user("cats and dogs")])).toEqual([system, user("")])
})

test("where nothing can be told apart there is no neutral chat", () => {
  expect(neutralChat([user("Is this page about cats or dogs? Meow.")])).toBeUndefined()
  expect(neutralChat([system])).toBeUndefined()
  expect(neutralChat([system, user("")])).toBeUndefined()
})
