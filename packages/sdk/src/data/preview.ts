import { resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Value } from "@internal/value"
import type { DataPreview } from "../api/look.ts"
import type { Context } from "../context.ts"
import { DataFiles } from "./data-files.ts"
import { isKnownFormat, type Row, readRows } from "./rows.ts"

/** Rows that are counted at most: a preview answers at once whatever the size of the file. */
const COUNTED = 20_000

/**
 * The first rows of a data file, or of those in a folder; a row that cannot be read fails the preview with its place. Fails
 * with `DATA_NOT_FOUND`.
 */
export async function previewData(context: Context, path: string, limit = 50): Promise<DataPreview> {
  const { files } = new DataFiles(resolve(context.places.cwd, path))
  const rows: Record<string, Value>[] = []
  const types = new Map<string, Set<string>>()
  let total: number | null = 0
  let leftOut = 0
  const told = (cells: number) => {
    leftOut = cells
  }
  for await (const row of rowsOf(files, told)) {
    if (total >= COUNTED) {
      total = null
      break
    }
    total++
    if (rows.length >= limit) continue
    if (!row.ok) throw row.error
    rows.push(Object.fromEntries(row.values))
    for (const [name, value] of row.values) {
      const seen = types.get(name) ?? new Set()
      types.set(name, seen.add(typeName(value)))
    }
  }
  if (rows.length === 0)
    throw new MillraceError("DATA_INVALID", {
      path,
      place: "",
      reason: "it has no rows",
      hint: "Write at least one row.",
    })
  const columns = Array.from(types, ([name, seen]) => ({
    name,
    type: seen.size === 1 ? ([...seen][0] as string) : "mixed",
  }))
  return { columns, rows, total, leftOut }
}

/** As a run reads them: what is in no known format is left out, but for a file that is named itself. */
async function* rowsOf(files: readonly string[], leftOut: (cells: number) => void): AsyncIterable<Row> {
  for (const file of files) if (files.length === 1 || isKnownFormat(file)) yield* readRows(file, leftOut)
}

function typeName(value: Value): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "list"
  if (value instanceof Map) return "object"
  if (typeof value === "string" || typeof value === "boolean")
    return typeof value === "string" ? "string" : "bool"
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))
    ? "int"
    : "double"
}
