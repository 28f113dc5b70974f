import type { Direction, RowChange, RowChanges, RowKey } from "./comparison.ts"

/** Rows of one direction that are listed; all of them are counted. */
const MOST_LISTED = 200

/** Which rows got better and worse from the base to a variant, the largest changes first. */
export function rowChanges(
  keys: readonly RowKey[],
  base: readonly (number | undefined)[],
  variant: readonly (number | undefined)[],
  better: Direction,
): RowChanges {
  const sign = better === "higher" ? 1 : -1
  const improved: RowChange[] = []
  const worsened: RowChange[] = []
  keys.forEach((key, at) => {
    const [before, after] = [base[at], variant[at]]
    if (before === undefined || after === undefined || before === after) return
    const list = (after - before) * sign > 0 ? improved : worsened
    list.push({ key, before, after })
  })
  return {
    improved: improved.length,
    worsened: worsened.length,
    rowsImproved: largest(improved),
    rowsWorsened: largest(worsened),
  }
}

/** Of equal size, those that come first in the data come first. */
function largest(changes: readonly RowChange[]): RowChange[] {
  const size = ({ before, after }: RowChange) => Math.abs(after - before)
  return changes.toSorted((one, other) => size(other) - size(one)).slice(0, MOST_LISTED)
}
