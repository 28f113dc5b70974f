import { invalid } from "./stats-error.ts"

const rootTwoPi = Math.sqrt(2 * Math.PI)

export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / rootTwoPi
}

/** P(Z > z) for a standard normal Z; full relative precision in the upper tail. */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z)
  return z < 3 ? 0.5 - centralSeries(z) : tailFraction(z)
}

/** P(Z ≤ z) for a standard normal Z; full relative precision in the lower tail. */
export function normalCdf(z: number): number {
  return normalUpperTail(-z)
}

/** z with P(Z ≤ z) = probability, for 0 < probability < 1. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1))
    throw invalid(`there is no normal quantile for ${probability}`, "give a probability between 0 and 1")
  if (probability > 0.5) return upperQuantile(1 - probability)
  return -upperQuantile(probability)
}

/** z with P(Z > z) = tail, for 0 < tail ≤ ½: a rational first guess (Abramowitz and Stegun 26.2.23), then Halley. */
function upperQuantile(tail: number): number {
  const root = Math.sqrt(-2 * Math.log(tail))
  const numerator = 2.515517 + root * (0.802853 + root * 0.010328)
  const denominator = 1 + root * (1.432788 + root * (0.189269 + root * 0.001308))
  let z = Math.max(0, root - numerator / denominator)
  for (let step = 0; step < 4; step++) {
    const newton = (normalUpperTail(z) - tail) / normalDensity(z)
    z += newton / (1 - (newton * z) / 2)
  }
  return z
}

function centralSeries(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return sum * normalDensity(z)
}

function tailFraction(z: number): number {
  let denominator = z
  for (let depth = 200; depth > 0; depth--) denominator = z + depth / denominator
  return normalDensity(z) / denominator
}
