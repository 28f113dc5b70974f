import { stringify, type Value } from "@internal/value"
import type { RunRow } from "./run-rows.ts"
import type { TableColumn } from "./table-columns.ts"

/** Rows that are in memory at once. */
const ROW_GROUP = 2000
const TYPES = { boolean: "BOOLEAN", integer: "INT64", float: "DOUBLE", text: "STRING" } as const

/** Writes rows into a parquet file, a row group at a time. Text columns hold text as it is and all else as JSON. */
export async function writeParquet(
  path: string,
  rows: AsyncIterable<RunRow>,
  columns: readonly TableColumn[],
): Promise<void> {
  const { fileWriter, parquetWriteRows } = await import("hyparquet-writer")
  async function* records() {
    for await (const row of rows)
      yield Object.fromEntries(columns.map(({ name, type, of }) => [name, cell(of(row), type)]))
  }
  await parquetWriteRows({
    writer: fileWriter(path),
    rows: records(),
    columns: columns.map(({ name, type }) => ({ name, type: TYPES[type], nullable: true })),
    rowGroupSize: ROW_GROUP,
    createdBy: "millrace",
  })
}

function cell(value: Value, type: TableColumn["type"]): unknown {
  if (value === null) return null
  if (type === "integer") return BigInt(value as number | bigint) // the column holds nothing else
  if (type === "float") return Number(value)
  if (type === "boolean") return value
  return typeof value === "string" ? value : stringify(value)
}
