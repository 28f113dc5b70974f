/** Headings are given this much more than their own width. */
export const HEADING_PADDING = 2
/** What borders and the column of row numbers take. */
const PER_COLUMN = 3
const OUTSIDE = 16

/**
 * How many characters a line of each column may have in a table of `width` (found by asking the original). Every column
 * gets an equal share, or what it needs if that is less. What remains goes to those that need most, first up to what they
 * need, then up to their longest cell. A column needs its heading and the average of its cells.
 */
export function columnLimits(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const columns = headings.map((heading, i) =>
    measured(
      heading,
      rows.map((row) => (row[i] as string).length),
    ),
  )
  const room = width - PER_COLUMN * columns.length - OUTSIDE
  const share = Math.floor(room / columns.length)
  const given = columns.map(({ need }) => Math.min(need, share))
  let left = room - given.reduce((a, b) => a + b, 0)
  const byNeed = columns
    .map((_, i) => i)
    .sort((a, b) => (columns[b]?.need as number) - (columns[a]?.need as number))
  for (const wanted of ["need", "longest"] as const) {
    for (const i of byNeed) {
      const more = Math.max(0, Math.min(left, (columns[i]?.[wanted] as number) - (given[i] as number)))
      given[i] = (given[i] as number) + more
      left -= more
    }
  }
  return columns.map(({ padding }, i) => Math.max(1, (given[i] as number) - padding))
}

/** Where no cell is longer than the heading, the heading's padding has to fit too. */
function measured(heading: string, cells: readonly number[]) {
  const most = Math.max(0, ...cells)
  if (most <= heading.length) {
    const need = heading.length + HEADING_PADDING
    return { need, longest: need, padding: HEADING_PADDING }
  }
  const average = Math.floor(cells.reduce((a, b) => a + b, 0) / cells.length)
  return { need: Math.max(heading.length, average), longest: most, padding: 0 }
}
