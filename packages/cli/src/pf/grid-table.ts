import { str, type Value } from "@internal/value"
import { columnLimits, HEADING_PADDING } from "./column-limits.ts"
import { isNumber, numberColumn } from "./number-column.ts"
import { wrapCell } from "./wrap-cell.ts"

/**
 * A bordered grid with row numbers in front, fitted to `width` as the original fits it (found by asking it): cells wrap
 * at their column's limit, but numbers never; numeric columns stand to the right.
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
      const number = numbers[i]?.[at] ?? (isNumber(text) ? text : undefined)
      return number === undefined ? stripped(wrapCell(text, limits[i] as number)) : [number]
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
      const cells = parts.map((lines, i) => {
        const text = lines[at] ?? ""
        const padding = " ".repeat((widths[i] as number) - length(text))
        return right[i] ? padding + text : text + padding
      })
      return `| ${cells.join(" | ")} |`
    })
  }
  const lines = body.flatMap((row) => [...show(row), rule("-")])
  return [rule("-"), ...show(head), rule("="), ...lines].join("\n")
}

function longest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(length))
}

/** In characters, as the original counts, whatever place they take in a terminal. */
function length(text: string): number {
  return Array.from(text).length
}

function stripped(lines: readonly string[]): string[] {
  return lines.join("\n").trim().split("\n")
}
