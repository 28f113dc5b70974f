import { expect, test } from "vitest"
import { estimateTotal } from "./estimate-total.ts"

test("Student's interval with the finite population's correction, as SciPy's t has it", () => {
  // scipy.stats.t.ppf(0.975, 2) = 4.302652729696142; sd of 100, 130, 160 is 30
  const { amount, low, high } = estimateTotal([100, 130, 160], 12)
  const reach = 4.302652729696142 * (30 / Math.sqrt(3)) * Math.sqrt(1 - 3 / 12) * 12
  expect(amount).toBe(1560)
  expect(high).toBeCloseTo(1560 + reach, 6)
  expect(low).toBeCloseTo(1560 - reach, 6)
})

test("never below what was measured, exact when all was, and open with one", () => {
  expect(estimateTotal([1, 1000, 2], 1000).low).toBe(1003)
  expect(estimateTotal([5, 7], 2)).toEqual({ amount: 12, low: 12, high: 12 })
  expect(estimateTotal([5], 10)).toEqual({ amount: 50, low: 5, high: Number.POSITIVE_INFINITY })
  expect(() => estimateTotal([], 10)).toThrow("0 of 10")
})
