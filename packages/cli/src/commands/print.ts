import { fromPlain, stringify, type Value } from "@internal/value"
import type { Context } from "../context.ts"
import { type Column, table } from "../terminal/table.ts"
import { oneLine } from "../terminal/text.ts"

/** A result for a program: JSON on stdout, exact values kept exact. */
export function printJson(context: Context, result: unknown, indent = 2): void {
  context.terminal.out(`${stringify(fromPlain(result), { indent })}\n`)
}

/** A table for people, fitted to the terminal; as wide as it is when piped. */
export function printTable(
  context: Context,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  const { terminal } = context
  const [titles = "", ...lines] = table(columns, rows, terminal.outIsTerminal ? terminal.width : 0)
  terminal.out([terminal.onOut.faint(titles), ...lines].map((line) => `${line}\n`).join(""))
}

/** `name   value` lines. */
export function printPairs(context: Context, pairs: readonly (readonly [string, string])[]): void {
  const width = Math.max(...pairs.map(([name]) => name.length))
  const { terminal } = context
  for (const [name, value] of pairs) terminal.out(`${terminal.onOut.faint(name.padEnd(width))}  ${value}\n`)
}

/** A value in a cell: text as it is, anything else as JSON. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return ""
  return oneLine(typeof value === "string" ? value : stringify(value, { item: ", ", key: ": " }))
}
