import { expect, test } from "vitest"
import { asKept, keepSign, titleOf, toKeep } from "./kept-conversation.ts"
import type { Entry, Turn } from "./turn.ts"

const turn = (id: number, part: Partial<Turn> = {}): Turn => ({
  kind: "turn",
  id,
  message: "hello",
  inputs: {},
  history: [],
  status: "done",
  setup: "",
  text: "",
  ...part,
})
const read = (entries: readonly Entry[]) =>
  asKept(JSON.parse(JSON.stringify(toKeep({ entries, first: [], opened: undefined }))))?.entries

test("a turn that is under way is followed again from its beginning; one that never began is stopped", () => {
  const entries: Entry[] = [
    turn(1, { reply: "hi", run: "r1", state: {} as never }),
    { kind: "separator", id: 2 },
    turn(3, { status: "running", text: "half", work: "w" }),
    turn(4, { status: "opening" }),
  ]
  expect(read(entries)).toEqual([
    turn(1, { reply: "hi", run: "r1" }),
    { kind: "separator", id: 2 },
    turn(3, { status: "running", work: "w" }),
    turn(4, { status: "stopped" }),
  ])
})

test("what is no conversation is none", () => {
  for (const content of [null, 1, {}, { entries: [1] }, { entries: [{ kind: "turn" }] }])
    expect(asKept(content)).toBeUndefined()
})

test("is kept again when a turn goes on to another state, not with its text", () => {
  const running = turn(1, { status: "running", text: "a" })
  expect(keepSign([running])).toBe(keepSign([{ ...running, text: "ab" }]))
  expect(keepSign([running])).not.toBe(keepSign([{ ...running, status: "done" }]))
})

test("is called after its first words", () => {
  expect(titleOf([{ kind: "separator", id: 1 }, turn(2, { message: "one\n two" })])).toBe("one two")
  expect(titleOf([turn(2, { message: "x".repeat(100) })])).toHaveLength(80)
  expect(titleOf([])).toBe("(no words)")
})
