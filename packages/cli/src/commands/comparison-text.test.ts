import type { RunComparison } from "@internal/sdk"
import { expect, it } from "vitest"
import { RecordingTerminal } from "../testing/recording-terminal.ts"
import { comparisonText } from "./comparison-text.ts"

const metric = (name: string, notes: string[]) => ({ metric: name, notes, values: [], variants: [] })
const result = {
  comparison: {
    base: "a",
    runs: ["a", "b"],
    level: 0.95,
    rows: { shared: 1, failed: {}, unshared: {} },
    metrics: [
      metric("acc", ["failed lines are left out of this metric"]),
      metric("f1", ["failed lines are left out of this metric"]),
    ],
  },
  labels: {},
  cost: [],
  changed: [],
  verdict: "Not enough data.",
  warnings: ["b took other inputs than a."],
  notes: [
    "b took other inputs than a.",
    "1 shared row; intervals at 95 %, not corrected.",
    "Higher is taken to be better.",
  ],
} as unknown as RunComparison

it("tells what makes a comparison doubtful, and each note once", () => {
  const text = comparisonText(result, new RecordingTerminal())
  expect(text.trim().split("\n").slice(-5)).toEqual([
    "Not enough data.",
    "b took other inputs than a.",
    "1 shared row; intervals at 95 %.",
    "Higher is taken to be better.",
    "all metrics: failed lines are left out of this metric",
  ])
})
