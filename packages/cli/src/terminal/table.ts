import { cells, fit, padEnd, padStart } from "./text.ts"

export interface Column {
  title: string
  right?: boolean
  /** May be cut when the terminal is too narrow; the widest are cut first. Default true. */
  shrinks?: boolean
}

const GAP = 2
const NARROWEST = 6

/** Lines of a table without borders, titles first, cut to `width` (0: as wide as it is). Cells may be coloured only if they do not shrink. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const widths = columns.map((c, i) => Math.max(cells(c.title), ...rows.map((row) => cells(row[i] ?? ""))))
  if (width > 0) shrink(columns, widths, width - GAP * (columns.length - 1))
  const line = (row: readonly string[]) =>
    columns
      .map((c, i) => {
        const at = widths[i] as number
        const text = cells(row[i] ?? "") > at ? fit(row[i] ?? "", at) : (row[i] ?? "")
        return c.right ? padStart(text, at) : padEnd(text, at)
      })
      .join(" ".repeat(GAP))
      .trimEnd()
  return [line(columns.map((c) => c.title)), ...rows.map(line)]
}

function shrink(columns: readonly Column[], widths: number[], room: number): void {
  const total = () => widths.reduce((a, b) => a + b, 0)
  while (total() > room) {
    const widest = widths.reduce(
      (best, w, i) => (columns[i]?.shrinks !== false && w > NARROWEST && w > (widths[best] ?? 0) ? i : best),
      -1,
    )
    if (widest < 0) return
    widths[widest] = (widths[widest] as number) - 1
  }
}
