import { existsSync } from "node:fs"
import { didYouMean, MillraceError } from "@internal/schema"
import type { RowKey, Segmentation } from "@internal/stats"
import { stringify, type Value } from "@internal/value"
import { DataFiles } from "../data/data-files.ts"
import type { Subject } from "./subject.ts"

/** By a column of the base's data, or, where the data have none of that name or are gone, by an input of its lines. */
export async function segmentation(column: string, [base]: readonly Subject[]): Promise<Segmentation> {
  const { run, lines } = base as Subject // there are at least two
  const names = new Set<string>()
  const values = new Map<RowKey, string>()
  if (run.data !== null && existsSync(run.data)) {
    let line = 0
    for await (const row of new DataFiles(run.data).rows()) {
      if (row.ok) note(values, names, { column, line, values: row.values })
      line++
    }
  }
  if (!names.has(column)) {
    for (const [line, { inputs }] of lines) {
      if (inputs?.value instanceof Map) note(values, names, { column, line, values: inputs.value })
    }
  }
  if (names.has(column)) return { column, of: (key) => values.get(key) }
  names.delete("line_number")
  throw new MillraceError(
    "USAGE",
    { reason: `Neither the data nor the inputs of ${run.name} have a column ${column}.` },
    { hint: didYouMean(column, [...names]) || `There are ${[...names].join(", ")}.` },
  )
}

function note(
  found: Map<RowKey, string>,
  names: Set<string>,
  row: { column: string; line: number; values: ReadonlyMap<string, Value> },
): void {
  for (const name of row.values.keys()) names.add(name)
  const value = row.values.get(row.column)
  if (value === undefined || value === null) return
  found.set(row.line, typeof value === "string" ? value : stringify(value))
}
