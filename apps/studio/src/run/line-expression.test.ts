import { expect, test } from "vitest"
import { lineTest } from "./line-expression.ts"
import type { JoinedLine } from "./use-run-lines.ts"

const line = (part: object) =>
  ({
    line: 0,
    status: "done",
    duration: 1500,
    tokens: 120,
    inputs: {},
    outputs: {},
    error: null,
    others: {},
    ...part,
  }) as unknown as JoinedLine
const LINES = [
  line({ outputs: { category: "Movie", score: "3" }, inputs: { text: 'a "film"' } }),
  line({ line: 1, status: "failed", duration: 200, tokens: 0, outputs: null, error: { message: "no luck" } }),
  line({
    line: 2,
    duration: 3000,
    outputs: { category: "App", score: 12 },
    others: { "acc-1": { outputs: { grade: "Correct" } } },
  }),
]
const passed = (text: string) => LINES.filter(lineTest(text, { accuracy: "acc-1" })).map(({ line: at }) => at)

test("comparisons over what a line has, joined and chained", () => {
  expect(passed('status == "failed"')).toEqual([1])
  expect(passed("status == 'Completed'")).toEqual([0, 2])
  expect(passed("time > 1 and tokens >= 120")).toEqual([0, 2])
  expect(passed("1 < latency <= 2 or line == 1")).toEqual([0, 1])
  expect(passed("outputs.score < 5")).toEqual([0])
  expect(passed('outputs.category != "Movie"')).toEqual([1, 2])
  expect(passed('not (outputs.category == "Movie" or status == "failed")')).toEqual([2])
  expect(passed('"film" in inputs.text')).toEqual([0])
  expect(passed('"luck" in error')).toEqual([1])
  expect(passed('accuracy.grade == "Correct"')).toEqual([2])
  expect(passed("cumulative_token_count.total > 100")).toEqual([0, 2])
  // names of inputs may be any that Python takes
  expect(lineTest("inputs.größe > 1")(line({ inputs: { größe: 2 } }))).toBe(true)
})

test("what cannot be read is said", () => {
  const said = (text: string) => {
    try {
      lineTest(text)
    } catch (thrown) {
      return (thrown as Error).message
    }
  }
  expect(said("speed > 1")).toMatch(/^field speed is not known/)
  expect(said("time")).toBe("a comparison is expected, as time > 2")
  expect(said("time >")).toBe("it ends too early")
  expect(said("(time > 1")).toBe("a parenthesis is not closed")
  expect(said("time > 1 tokens > 2")).toBe("tokens is not expected here")
  expect(said("time > $")).toBe("$ cannot be read")
  expect(said("")).toBe("it ends too early")
})
