import { noncentralTUpperTail } from "./noncentral-t.ts"
import { normalQuantile } from "./normal.ts"
import { smallestRows } from "./smallest-rows.ts"
import { studentQuantile } from "./student-t.ts"

export interface PowerOptions {
  /** Allowed rate of false alarms, two-sided; 0.05. */
  readonly alpha?: number
  /** Chance of showing a difference that is there; 0.8. */
  readonly power?: number
}

/** Power of the two-sided paired t test for a true mean difference of `effect` standard deviations. */
export function pairedTPower(effect: number, rows: number, alpha = 0.05): number {
  const df = rows - 1
  const critical = studentQuantile(1 - alpha / 2, df)
  const shift = Math.abs(effect) * Math.sqrt(rows)
  return noncentralTUpperTail(critical, df, shift) + noncentralTUpperTail(critical, df, -shift)
}

/** Rows in all that the paired t test needs for a mean difference of `effect` standard deviations; null above 10^7. */
export function pairedTRows(effect: number, options: PowerOptions = {}): number | null {
  const { alpha = 0.05, power = 0.8 } = options
  const quantiles = normalQuantile(1 - alpha / 2) + normalQuantile(power)
  const guess = (quantiles / effect) ** 2
  if (guess > 2000) return guess > 1e7 ? null : Math.ceil(guess + normalQuantile(1 - alpha / 2) ** 2 / 2)
  return smallestRows(2, (rows) => pairedTPower(effect, rows, alpha) >= power)
}

/** The mean difference, in standard deviations of the differences, that `rows` rows show with the power asked for. */
export function pairedTDetectable(rows: number, options: PowerOptions = {}): number | null {
  const { alpha = 0.05, power = 0.8 } = options
  if (rows < 3) return null
  let [low, high] = [0, 64]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (pairedTPower(middle, rows, alpha) < power) low = middle
    else high = middle
  }
  return high
}
