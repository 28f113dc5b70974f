import { describe, expect, test } from "vitest"
import {
  exactPaired,
  leastProportionCoverage,
  shapes,
  simulateMacroF1,
  simulateMeans,
} from "../testing/simulate.ts"
import { exactProportionInterval } from "./proportion-interval.ts"

// The quick form of scripts/stats-simulation.ts; seeded, so it gives the same figures every time.
// Coverage has to be 95 % and false alarms 5 %, up to what 400 repetitions can tell (three standard errors).
const repetitions = 400
const slack = 3 * Math.sqrt((0.05 * 0.95) / repetitions)

describe.each([8, 24])("continuous scores, %i rows", (rows) => {
  test.each(shapes)("$name", (shape) => {
    const { coverage, falseAlarms, meanAlarms } = simulateMeans(shape, rows, repetitions, 300)
    expect(coverage).toBeGreaterThan(0.95 - slack)
    expect(falseAlarms).toBeLessThan(0.05 + slack)
    expect(meanAlarms).toBeLessThan(0.05 + slack)
  })
})

test.each([5, 8, 16, 40])("paired binary scores, %i rows, exactly", (rows) => {
  for (const gain of [0.01, 0.1, 0.3, 0.5]) {
    for (const loss of [0, 0.01, 0.1, 0.3, 0.5]) {
      const { coverage, falseAlarms } = exactPaired(rows, gain, loss)
      expect(coverage).toBeGreaterThan(0.95)
      if (gain === loss) expect(falseAlarms).toBeLessThan(0.05)
    }
  }
})

test.each([8, 40])("one proportion, %i rows, exactly", (rows) => {
  expect(leastProportionCoverage(rows, exactProportionInterval)).toBeGreaterThan(0.95)
})

test.each([16, 40])("macro F1 on resampled rows, %i rows", async (rows) => {
  const { coverage, falseAlarms } = await simulateMacroF1(rows, 100, 300)
  expect(coverage).toBeGreaterThan(0.95 - slack)
  expect(falseAlarms).toBeLessThan(0.05 + slack)
})
