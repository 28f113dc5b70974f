import { betaTails } from "./beta.ts"
import { normalQuantile } from "./normal.ts"
import { invalid } from "./stats-error.ts"

/** P(|T| > |t|) for Student's t with `df` > 0 degrees of freedom. */
export function studentTwoSided(t: number, df: number): number {
  if (!(df > 0))
    throw invalid(`Student's t needs positive degrees of freedom, not ${df}`, "give at least two values")
  if (!Number.isFinite(t)) return 0
  const square = t * t
  return betaTails(df / 2, 0.5, df / (df + square), square / (df + square)).lower
}

/** t with P(T ≤ t) = probability, for 0 < probability < 1. */
export function studentQuantile(probability: number, df: number): number {
  if (!(probability > 0 && probability < 1))
    throw invalid(
      `there is no quantile of Student's t for ${probability}`,
      "give a probability between 0 and 1",
    )
  if (probability === 0.5) return 0
  const tail = Math.min(probability, 1 - probability)
  let low = 0
  let high = Math.max(1, -normalQuantile(tail))
  while (studentTwoSided(high, df) / 2 > tail) [low, high] = [high, high * 2]
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (studentTwoSided(middle, df) / 2 > tail) low = middle
    else high = middle
  }
  const t = (low + high) / 2
  return probability < 0.5 ? -t : t
}
