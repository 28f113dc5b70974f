import { expect, test } from "vitest"
import { rowSource, sharedRowSource } from "./row-source.ts"

const score = [1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1]
const grade = score.map((value) => (value === 1 ? "Correct" : "Incorrect"))

test("a column whose mean is the metric", () => {
  expect(rowSource(7 / 16, { score, other: score.map((value) => value * 3) })).toEqual({ column: "score" })
})

test("a metric printed with two decimals, and the rounding is said", () => {
  expect(rowSource(0.44, { score })).toEqual({ column: "score", roundedTo: 2 })
  expect(rowSource(0.45, { score })).toBeUndefined()
})

test("a text column as the share of one of its labels", () => {
  expect(rowSource(0.44, { grade, category: score.map(() => "App") })).toEqual({
    column: "grade",
    equals: "Correct",
    roundedTo: 2,
  })
})

test("two columns that fit equally but differ are no answer, unless one has the metric's name", () => {
  const reversed = score.toReversed()
  expect(rowSource(0.44, { score, reversed })).toBeUndefined()
  expect(rowSource(0.44, { score, reversed }, "reversed")?.column).toBe("reversed")
  expect(rowSource(0.44, { score, grade })?.column).toBe("score")
})

test("the source has to fit every run", () => {
  const constant = score.map(() => 0.4375)
  const flipped = score.map((value) => 1 - value)
  const runs = [
    { metric: 0.4375, columns: { constant, score } },
    { metric: 0.5625, columns: { constant, score: flipped } },
  ]
  expect(sharedRowSource(runs)).toEqual({ column: "score" })
})

test("rows without a number rule a column out", () => {
  expect(rowSource(1, { score: [1, null, 1] })).toBeUndefined()
  expect(rowSource(3, { prose: ["a", "b"] })).toBeUndefined()
})
