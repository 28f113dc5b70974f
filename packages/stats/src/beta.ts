import { binomialDensity } from "./binomial-terms.ts"
import { invalid } from "./stats-error.ts"

export interface Tails {
  readonly lower: number
  readonly upper: number
}

/**
 * Both tails of the Beta(a, b) distribution at x, for real a, b > 0 and 0 ≤ x ≤ 1; `y` is 1 − x, passed when it is
 * known better than the subtraction gives it. The smaller tail comes straight from the continued fraction, so each
 * keeps its relative precision (checked to 1e-10 against mpmath).
 */
export function betaTails(a: number, b: number, x: number, y = 1 - x): Tails {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
    throw invalid(`Beta(${a}, ${b}) at ${x} is not defined`, "a and b must be positive, x within 0 and 1")
  if (x === 0) return { lower: 0, upper: 1 }
  if (y === 0) return { lower: 1, upper: 0 }
  if (x < (a + 1) / (a + b + 2)) {
    const lower = continuedFraction(a, b, x, y)
    return { lower, upper: 1 - lower }
  }
  const upper = continuedFraction(b, a, y, x)
  return { lower: 1 - upper, upper }
}

/** x with P(X ≤ x) = probability for X ~ Beta(a, b); bisection on the tail that is given, so 0 and 1 are exact. */
export function betaQuantile(a: number, b: number, probability: number): number {
  if (probability <= 0) return 0
  if (probability >= 1) return 1
  let [low, high] = [0, 1]
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (betaTails(a, b, middle).lower < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** I_x(a, b) by Lentz's method; converges quickly for x below the mean. */
function continuedFraction(a: number, b: number, x: number, y: number): number {
  const front = binomialDensity(a, a + b, x, y) * (b / (a + b))
  const tiny = 1e-300
  let c = 1
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1), tiny)
  let value = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / guard(1 + even * d, tiny)
    c = guard(1 + even / c, tiny)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / guard(1 + odd * d, tiny)
    c = guard(1 + odd / c, tiny)
    const factor = d * c
    value *= factor
    if (Math.abs(factor - 1) < 4e-16) break
  }
  return front * value
}

function guard(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
