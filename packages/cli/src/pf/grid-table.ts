import { str, type Value } from "@internal/value"
import { padEnd, padStart } from "../terminal/text.ts"
import { numberColumn } from "./number-column.ts"
import { wrapCell } from "./wrap-cell.ts"

/** Headings are given this much more than their own width. */
const HEADING_PADDING = 2

/**
 * A bordered grid with row numbers in front, fitted to `width` as the original fits it (found by asking it): cells wrap
 * at their column's limit, numeric columns stand to the right.
 */
export function gridTable(
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  width: number,
): string {
  const texts = rows.map((row) => columns.map((_, i) => str(row[i] ?? null)))
  const limits = columnLimits(columns, texts, width)
  const numbers = columns.map((_, i) => numberColumn(texts.map((row) => row[i] as string)))
  const head = [[""], ...columns.map((title, i) => wrapCell(title, limits[i] as number))]
  const body = texts.map((row, at) => {
    const cells = row.map((text, i) => {
      const number = numbers[i]?.[at]
      return number === undefined ? wrapCell(text, limits[i] as number) : [number]
    })
    return [[String(at)], ...cells]
  })
  const right = [true, ...numbers.map((column) => column !== undefined)]
  const widths = head.map((lines, i) => {
    return Math.max(longest(lines) + HEADING_PADDING, ...body.map((row) => longest(row[i] as string[])))
  })
  const rule = (mark: string) => `+${widths.map((w) => mark.repeat(w + 2)).join("+")}+`
  const show = (parts: readonly (readonly string[])[]) => {
    const height = Math.max(...parts.map((lines) => lines.length))
    return Array.from({ length: height }, (_, at) => {
      const cells = parts.map((lines, i) =>
        (right[i] ? padStart : padEnd)(lines[at] ?? "", widths[i] as number),
      )
      return `| ${cells.join(" | ")} |`
    })
  }
  const lines = body.flatMap((row) => [...show(row), rule("-")])
  return [rule("-"), ...show(head), rule("="), ...lines].join("\n")
}

function longest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => line.length))
}

/**
 * Everything fits: no limit. Else equal shares; a column whose cells are longer than its heading gets one more, the
 * others one less, and the column with the longest cell what remains of the division.
 */
function columnLimits(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const cells = columns.map((_, i) => Math.max(0, ...rows.map((row) => (row[i] as string).length)))
  const needed = columns.map((title, i) => Math.max(title.length, cells[i] as number))
  const room = width - 4 * columns.length - 16
  if (needed.reduce((a, b) => a + b, 0) <= room) return needed
  const share = Math.floor(room / columns.length)
  const rest = room - share * columns.length
  const widest = cells.indexOf(Math.max(...cells))
  return columns.map((title, i) => {
    const long = (cells[i] as number) > title.length
    const limit = long ? share + 1 + (i === widest ? rest : 0) : share - 1
    return Math.max(1, limit)
  })
}
