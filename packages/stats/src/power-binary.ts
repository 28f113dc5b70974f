import { binomialLowerTail, binomialUpperTail } from "./binomial.ts"
import { binomialDensity } from "./binomial-terms.ts"
import { normalQuantile } from "./normal.ts"
import type { PowerOptions } from "./power-continuous.ts"
import { smallestRows } from "./smallest-rows.ts"
import { invalid } from "./stats-error.ts"

/** Up to this many rows power is summed exactly; above, Connor's formula with its continuity correction is as good. */
const exactUpTo = 2000

/** True chances of a row to change, right→wrong and wrong→right together, and their difference (variant − base). */
export interface PairedChange {
  readonly changed: number
  readonly difference: number
}

/** Power of the exact two-sided McNemar test, summed over how many of the rows may change. */
export function mcnemarPower(change: PairedChange, rows: number, alpha = 0.05): number {
  checkChange(change)
  const gained = (change.changed + Math.abs(change.difference)) / 2
  const direction = change.changed === 0 ? 0.5 : Math.min(1, gained / change.changed)
  const centre = rows * change.changed
  const reach = 9 * Math.sqrt(rows * change.changed * (1 - change.changed)) + 9
  let power = 0
  let critical = -1
  for (let count = 0; count <= Math.min(rows, Math.ceil(centre + reach)); count++) {
    // The critical value grows by at most one with each row that changed.
    if (2 * binomialLowerTail(critical + 1, count, 0.5) <= alpha && critical + 1 < count / 2) critical++
    while (critical >= 0 && 2 * binomialLowerTail(critical, count, 0.5) > alpha) critical--
    if (critical < 0 || count < centre - reach) continue
    const weight = binomialDensity(count, rows, change.changed, 1 - change.changed)
    if (weight < 1e-15) continue
    const shown =
      binomialUpperTail(count - critical, count, direction) + binomialLowerTail(critical, count, direction)
    power += weight * shown
  }
  return power
}

/** Rows in all that the exact McNemar test needs to show `change`; null above 10^7. */
export function mcnemarRows(change: PairedChange, options: PowerOptions = {}): number | null {
  checkChange(change)
  const { alpha = 0.05, power = 0.8 } = options
  if (change.difference === 0) return null
  const approximate = connorRows(change, alpha, power)
  if (approximate > exactUpTo) return approximate > 1e7 ? null : approximate
  return smallestRows(5, (rows) => mcnemarPower(change, rows, alpha) >= power)
}

/**
 * The smallest difference that `rows` rows show with the power asked for, when a share `reverse` of the rows changes
 * against it; null when even the largest possible one would not show.
 */
export function mcnemarDetectable(reverse: number, rows: number, options: PowerOptions = {}): number | null {
  const { alpha = 0.05, power = 0.8 } = options
  const enough = (difference: number): boolean => {
    const change = { changed: Math.min(1, difference + 2 * reverse), difference }
    if (rows > exactUpTo) return connorRows(change, alpha, power) <= rows
    return mcnemarPower(change, rows, alpha) >= power
  }
  const largest = 1 - 2 * reverse
  if (!(largest > 0) || !enough(largest)) return null
  let [low, high] = [0, largest]
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

function connorRows({ changed, difference }: PairedChange, alpha: number, power: number): number {
  const size = Math.abs(difference)
  const root =
    normalQuantile(1 - alpha / 2) * Math.sqrt(changed) +
    normalQuantile(power) * Math.sqrt(Math.max(changed - size * size, 0))
  const uncorrected = (root / size) ** 2
  return Math.ceil((uncorrected / 4) * (1 + Math.sqrt(1 + 4 / (uncorrected * size))) ** 2)
}

function checkChange({ changed, difference }: PairedChange): void {
  if (!(changed >= 0 && changed <= 1 && Math.abs(difference) <= changed + 1e-12))
    throw invalid(
      `a difference of ${difference} cannot come from a share of ${changed} changed rows`,
      "the difference is at most the share of rows that changed",
    )
}
