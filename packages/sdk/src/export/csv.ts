import { stringify, type Value } from "@internal/value"

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** A line of CSV with its end (RFC 4180). */
export function csvLine(values: readonly Value[]): string {
  return `${values.map(csvCell).join(",")}\r\n`
}

/**
 * A value as a cell: text as it is, nothing for null, all else as JSON. Text that a spreadsheet would run as a formula gets
 * an apostrophe before it; numbers stay numbers, also negative ones.
 */
export function csvCell(value: Value): string {
  if (value === null) return ""
  const text = typeof value === "string" ? neutral(value) : stringify(value)
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

function neutral(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
