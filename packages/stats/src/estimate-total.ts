import { mean, standardDeviation } from "./sample.ts"
import { invalid } from "./stats-error.ts"
import { studentQuantile } from "./student-t.ts"

export interface TotalEstimate {
  readonly amount: number
  readonly low: number
  readonly high: number
}

/**
 * The sum over a population of which some members were measured, none of them negative: their mean times its size, and
 * Student's interval with the correction for a finite population. With one member measured nothing shows how much they
 * vary, and the interval is without an upper end. It is never below what was measured.
 */
export function estimateTotal(measured: readonly number[], population: number, level = 0.95): TotalEstimate {
  const rows = measured.length
  if (rows === 0 || rows > population)
    throw invalid(
      `${rows} of ${population} were measured`,
      "measure at least one, and no more than there are",
    )
  const seen = measured.reduce((sum, value) => sum + value, 0)
  const amount = mean(measured) * population
  if (rows === population) return { amount, low: amount, high: amount }
  if (rows === 1) return { amount, low: seen, high: Number.POSITIVE_INFINITY }
  const error = (standardDeviation(measured) / Math.sqrt(rows)) * Math.sqrt(1 - rows / population)
  const reach = studentQuantile(1 - (1 - level) / 2, rows - 1) * error * population
  return { amount, low: Math.max(seen, amount - reach), high: amount + reach }
}
