import { expect, it } from "vitest"
import { classTable, overallMetrics } from "./class-table.ts"

const base = {
  accuracy: 0.5,
  "f1.macro": 0.5,
  "f1.App": 0.75,
  "f1.Movie": 1,
  "recall.App": 1,
  "recall.Movie": 0,
}
const other = {
  accuracy: 0.4,
  "f1.macro": 0.4,
  "f1.App": 0.5,
  "f1.None": 0,
  "recall.App": 1,
  "recall.None": 0,
}

it("shows one row per class, and both figures only where they differ", () => {
  expect(classTable([base, other])).toEqual([
    "class  f1           recall",
    "App    0.75 → 0.50  1",
    "Movie  1 → –        0 → –",
    "None   – → 0        – → 0",
  ])
})

it("has nothing to show without classes", () => {
  expect(classTable([{ accuracy: 1, "f1.macro": 1 }])).toEqual([])
  expect(overallMetrics(base)).toEqual(["accuracy", "f1.macro"])
})
