import { expect, test } from "vitest"
import { pauseBefore } from "./read-again.ts"

test("what changes all the time is read again at its time all the same, long reads after a longer pause", () => {
  const short = { from: 1000, to: 1010 }
  expect([1010, 1400, 1790, 5000].map((now) => pauseBefore(short, now))).toEqual([790, 400, 10, 0])
  expect(pauseBefore({ from: 1000, to: 4000 }, 4000)).toBe(6000)
})
