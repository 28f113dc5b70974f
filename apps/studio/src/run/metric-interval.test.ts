import type { StudioLine } from "@internal/schema/studio"
import { expect, test } from "vitest"
import { metricInterval } from "./metric-interval.ts"

const lines = (grades: readonly string[]): StudioLine[] =>
  grades.map((grade, line) => ({
    line,
    status: "done",
    inputs: {},
    outputs: { grade },
    error: null,
    startedAt: 0,
    duration: 1,
    tokens: 0,
  }))
const GRADES = lines(["Correct", "Correct", "Incorrect"])

test("a share of a label has the interval of its rows", () => {
  const interval = metricInterval("accuracy", 2 / 3, GRADES, { accuracy: 2 / 3 })
  expect(interval?.rows).toBe(3)
  expect(interval?.low).toBeCloseTo(0.0943, 3)
  expect(interval?.high).toBeCloseTo(0.9916, 3)
})

test("a metric that only happens to have the value of another has none", () => {
  const metrics = { accuracy: 2 / 3, recall: 2 / 3, f1: 0.6667, other: 0.25 }
  expect(metricInterval("recall", 2 / 3, GRADES, metrics)).toBeUndefined()
  expect(metricInterval("f1", 0.6667, GRADES, metrics)).toBeUndefined()
  expect(metricInterval("other", 0.25, GRADES, metrics)).toBeUndefined()
})
