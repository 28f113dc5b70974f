import fc from "fast-check"
import { expect, test } from "vitest"
import { minimalChange } from "./minimal-change.ts"

test("a change makes one text of the other", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (start, old, now, end) => {
      const before = start + old + end
      const after = start + now + end
      const change = minimalChange(before, after)
      const made = change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before
      expect(made).toBe(after)
    }),
  )
})

test("only what differs is changed", () => {
  expect(minimalChange("model: a\nx: 1\n", "model: bc\nx: 1\n")).toEqual({ from: 7, to: 8, insert: "bc" })
  expect(minimalChange("aa", "aaa")).toEqual({ from: 2, to: 2, insert: "a" })
  expect(minimalChange("same", "same")).toBeUndefined()
})
