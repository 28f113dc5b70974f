import { describe, expect, it } from "vitest"
import { gridTable } from "./grid-table.ts"

const HEADINGS = [
  "inputs.q",
  "inputs.longer_input_name",
  "inputs.n",
  "inputs.line_number",
  "outputs.answer",
  "outputs.score",
  "outputs.d",
]
const FAILED = "(Failed)"

function row(q: string, longer: string, n: number, line: number, score: number | string) {
  const d = new Map<string, unknown>([
    ["k", [q, null, true]],
    ["n", n],
  ])
  const outputs = score === FAILED ? [FAILED, FAILED, FAILED] : [`${q} `.repeat(n), score, d]
  return [q, longer, n, line, ...outputs]
}

const ROWS = [
  row("What is it?", "short", 1, 0, "0.33333333330000003"),
  row("q".repeat(60), "a fairly long text with several words in it", 2, 1, "0.6666666667000001"),
  row("new\nline", "x", 12, 2, "4.0"),
  row("é 日本", "", 7, 3, FAILED),
  row("12", "0.5", 3, 4, "1.0"),
] as never[][]

/** Widths of columns that the original 1.18.5 printed for this run, by the width of the terminal. */
describe("widths of show-details", () => {
  it.each([
    [20, [2, 3, 3, 3, 3, 3, 19, 3]],
    [40, [2, 3, 3, 3, 3, 5, 19, 3]],
    [60, [2, 5, 5, 3, 3, 7, 19, 5]],
    [80, [2, 8, 8, 6, 6, 9, 19, 8]],
    [100, [2, 10, 11, 9, 9, 11, 19, 11]],
    [120, [2, 11, 13, 10, 11, 18, 19, 11]],
    [150, [2, 16, 18, 10, 16, 26, 19, 16]],
    [200, [2, 17, 25, 10, 20, 51, 19, 29]],
    [300, [2, 17, 26, 10, 20, 121, 19, 57]],
    [500, [2, 60, 43, 10, 20, 121, 19, 91]],
  ])("in a terminal of %i", (width, widths) => {
    const [rule = ""] = gridTable(HEADINGS, ROWS, width).split("\n")
    expect(rule).toBe(`+${widths.map((w) => "-".repeat(w + 2)).join("+")}+`)
  })

  it("gives what is left to the widest column, which a heading can be", () => {
    const rows = [
      ["x", 1, 0, "X", "over"],
      ["bad", 2, 1, "BAD+BAD", "flowx"],
      ["z", 5, 2, "Z+Z+Z+Z+Z", "over"],
    ]
    const headings = ["inputs.a", "inputs.n", "inputs.line_number", "outputs.up", "outputs.env"]
    const [rule = ""] = gridTable(headings, rows, 80).split("\n")
    expect(rule).toBe("+----+-----------+-----------+---------------+-----------+-----------+")
  })

  it("has nothing to share in a table without columns", () => {
    expect(gridTable([], [], 80)).toBe("+----+\n|    |\n+====+")
  })
})
