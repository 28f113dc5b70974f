import { betaQuantile } from "./beta.ts"
import type { Interval } from "./interval.ts"
import { normalQuantile } from "./normal.ts"
import { invalid } from "./stats-error.ts"

/**
 * Clopper–Pearson interval of a proportion: covers at least `level` whatever the true proportion is, which Wilson's
 * does not (it falls to 84 % near 0 and 1). It is what `compare` prints.
 */
export function exactProportionInterval(successes: number, rows: number, level = 0.95): Interval {
  checkCount(successes, rows)
  const tail = (1 - level) / 2
  return {
    low: successes === 0 ? 0 : betaQuantile(successes, rows - successes + 1, tail),
    high: successes === rows ? 1 : 1 - betaQuantile(rows - successes, successes + 1, tail),
    level,
    method: "exact binomial",
  }
}

/** Wilson's score interval of a proportion: shorter than the exact one, covers `level` on average over proportions. */
export function wilsonInterval(successes: number, rows: number, level = 0.95): Interval {
  checkCount(successes, rows)
  const z = normalQuantile((1 + level) / 2)
  const share = successes / rows
  const scale = 1 + (z * z) / rows
  const centre = (share + (z * z) / (2 * rows)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows))
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === rows ? 1 : centre + half,
    level,
    method: "Wilson",
  }
}

function checkCount(successes: number, rows: number): void {
  if (
    !(
      Number.isInteger(successes) &&
      Number.isInteger(rows) &&
      successes >= 0 &&
      successes <= rows &&
      rows > 0
    )
  )
    throw invalid(
      `${successes} of ${rows} is not a proportion`,
      "give whole numbers with 0 ≤ successes ≤ rows, rows > 0",
    )
}
