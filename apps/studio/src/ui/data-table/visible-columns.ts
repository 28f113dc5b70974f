import type { PlacedColumn } from "./columns.ts"

/** The columns that are drawn: sticky ones, and those in sight, with the empty widths before and after. */
export interface ColumnPart<Row> {
  sticky: PlacedColumn<Row>[]
  seen: PlacedColumn<Row>[]
  /** How many columns are not drawn before those in sight. */
  skipped: number
  before: number
  after: number
}

/** A small table is drawn whole, so that nothing changes while it scrolls. */
export const DRAWN_WHOLE = 24
const BESIDE = 240

export function visibleColumns<Row>(
  placed: readonly PlacedColumn<Row>[],
  scrolled: number,
  width: number,
): ColumnPart<Row> {
  const sticky = placed.filter((column) => column.sticky)
  const others = placed.filter((column) => !column.sticky)
  if (placed.length <= DRAWN_WHOLE) return { sticky, seen: others, skipped: 0, before: 0, after: 0 }
  const from = scrolled - BESIDE
  const to = scrolled + width + BESIDE
  const seen = others.filter(({ left, width: own }) => left + own > from && left < to)
  const sum = (columns: readonly PlacedColumn<Row>[]) =>
    columns.reduce((all, column) => all + column.width, 0)
  const first = seen[0]
  const skipped = first ? others.indexOf(first) : 0
  const before = sum(others.slice(0, skipped))
  return { sticky, seen, skipped, before, after: sum(others) - sum(seen) - before }
}
