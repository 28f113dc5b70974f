import { expect, test } from "vitest"
import type { JoinedLine } from "../../run/use-run-lines.ts"
import { isShown, ROW_FILTERS, rowScores, scoredMetrics } from "./row-directions.ts"
import type { RunComparison } from "./run-comparison.ts"

const change = (key: number, before: number, after: number) => ({ key, before, after })
const changes = (rowsImproved: unknown[], rowsWorsened: unknown[]) => ({
  improved: rowsImproved.length,
  worsened: rowsWorsened.length,
  rowsImproved,
  rowsWorsened,
})
const answer = {
  comparison: {
    metrics: [
      { metric: "f1", kind: "resampled", variants: [{ run: "b" }] },
      {
        metric: "right",
        kind: "binary",
        variants: [{ run: "b", changes: changes([change(0, 0, 1)], [change(2, 1, 0)]) }],
      },
      {
        metric: "score",
        kind: "continuous",
        variants: [{ run: "b", changes: changes([change(1, 0.2, 0.9)], []) }],
      },
    ],
  },
} as unknown as RunComparison

const line = (number: number, y: string, other?: { y?: string; status?: string }): JoinedLine =>
  ({
    line: number,
    status: "done",
    outputs: { y },
    others: other ? { b: { status: other.status ?? "done", outputs: { y: other.y } } } : {},
  }) as unknown as JoinedLine
const LINES = [
  line(0, "u", { y: "v" }),
  line(1, "u", { y: "v" }),
  line(2, "u", { y: "w" }),
  line(3, "u", { y: "u" }),
  line(4, "u", { status: "failed" }),
  line(5, "u"),
]
const shown = (metric?: string) =>
  Object.fromEntries(
    ROW_FILTERS.map(({ value }) => [
      value,
      LINES.filter((one) => isShown(value, one, ["b"], rowScores(answer, metric))).map(({ line: n }) => n),
    ]),
  )

test("lines are filtered by what changed, and by the first metric that scores lines", () => {
  expect(scoredMetrics(answer)).toEqual(["right", "score"])
  expect(shown()).toEqual({
    all: [0, 1, 2, 3, 4, 5],
    changed: [0, 1, 2, 4, 5],
    worse: [2],
    better: [0],
    flipped: [0, 2, 4, 5],
    failed: [4, 5],
  })
})

test("a score that only grew has not flipped", () => {
  expect(shown("score")).toMatchObject({ worse: [], better: [1], flipped: [4, 5] })
  expect(rowScores(undefined).size).toBe(0)
})
