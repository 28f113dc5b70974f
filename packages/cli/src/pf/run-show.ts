import { float, isFloat, isNumeric, type Value } from "@internal/value"
import type { Action } from "../command.ts"
import { gridTable } from "./grid-table.ts"
import { printJson } from "./json.ts"
import { PfFailure } from "./pf-failure.ts"
import { runJson } from "./run-json.ts"

const DEFAULT_LIMIT = 100

/** `pf run show` */
export const runShow: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, runJson(await api.runs.get(given.required("name"))))
}

/** `pf run show-details`: a grid, fitted to the terminal. */
export const runShowDetails: Action = async (given, context) => {
  const api = await context.millrace()
  const limit = given.flag("allResults")
    ? Number.MAX_SAFE_INTEGER
    : (given.count("maxResults") ?? DEFAULT_LIMIT)
  if (limit <= 0) {
    const message = `'max_results' must be a positive integer, got ${limit}`
    throw new PfFailure("RunOperationParameterError", message)
  }
  const { columns, rows } = await api.runs.details(given.required("name"), { limit })
  context.terminal.out(`${gridTable(columns, withFailures(columns, rows), context.terminal.width)}\n`)
}

const FAILED = "(Failed)"

/** An output without a value shows as failed; beside one, integers show as floats, since the original's column does. */
function withFailures(columns: readonly string[], rows: readonly (readonly Value[])[]): Value[][] {
  const outputs = columns.map((name) => name.startsWith("outputs."))
  const filled = rows.map((row) => row.map((cell, i) => (outputs[i] && cell === null ? FAILED : cell)))
  const mixed = columns.map((_, i) => outputs[i] && filled.some((row) => row[i] === FAILED))
  const plain = columns.map((_, i) => filled.every((row) => row[i] === FAILED || isNumeric(row[i])))
  return filled.map((row) =>
    row.map((cell, i) => {
      if (isFloat(cell)) return readBack(Number(cell))
      return mixed[i] && plain[i] && typeof cell === "number" ? float(cell) : cell
    }),
  )
}

/** Digits behind the point in `outputs.jsonl`, which the original's table is read from. */
const DIGITS = 10

/** A float as the original reads it from its file: the digits behind the point times a power of ten, with its small error. */
function readBack(value: number): Value {
  if (!(Math.abs(value) < 1e15)) return float(value)
  const [whole = "", digits = ""] = Math.abs(value).toFixed(DIGITS).replace(/0+$/, "").split(".")
  const size = Number(whole) + Number(digits) * 10 ** -digits.length
  return float(value < 0 ? -size : size)
}

/** `pf run show-metrics` */
export const runShowMetrics: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, await api.runs.metrics(given.required("name")))
}
