import { scoreDifference } from "./compare-scores.ts"
import type { Direction, RowChange, RowChanges, RowKey } from "./comparison.ts"

/** Which rows got better and worse from the base to a variant: all are counted, `listed` of each, the largest changes first. */
export function rowChanges(
  keys: readonly RowKey[],
  [base, variant]: readonly [readonly (number | undefined)[], readonly (number | undefined)[]],
  better: Direction,
  listed: number,
): RowChanges {
  const sign = better === "higher" ? 1 : -1
  const improved: RowChange[] = []
  const worsened: RowChange[] = []
  keys.forEach((key, at) => {
    const [before, after] = [base[at], variant[at]]
    if (before === undefined || after === undefined) return
    const difference = scoreDifference(before, after)
    if (difference === 0) return
    const list = difference * sign > 0 ? improved : worsened
    list.push({ key, before, after })
  })
  return {
    improved: improved.length,
    worsened: worsened.length,
    rowsImproved: largest(improved, listed),
    rowsWorsened: largest(worsened, listed),
  }
}

/** Of equal size, those that come first in the data come first. */
function largest(changes: readonly RowChange[], listed: number): RowChange[] {
  const size = ({ before, after }: RowChange) => Math.abs(after - before)
  return changes.toSorted((one, other) => size(other) - size(one)).slice(0, listed)
}
