import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib"
import { MillraceError } from "@internal/schema"
import { type Dict, float, int, type Value } from "@internal/value"
import type { Compressors, ParquetParsers, SchemaTree } from "hyparquet"
import type { Row } from "./rows.ts"

/** Snappy is the library's own. */
const COMPRESSORS: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ZSTD: (bytes) => zstdDecompressSync(bytes),
}

/** Times and dates as pandas prints them; a column of them reaches a text input so. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => timeText(millis * 1000n),
  timestampFromMicroseconds: timeText,
  timestampFromNanoseconds: (nanos) => timeText(nanos / 1000n),
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10),
}

/**
 * The rows of a parquet file, one row group in memory at a time; values are typed as the file says (spec 4.1). Fails with
 * `DATA_INVALID`.
 */
export async function* parquetRows(path: string): AsyncIterable<Row> {
  try {
    const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import(
      "hyparquet"
    )
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file, { parsers: PARSERS })
    const columns = parquetSchema(metadata).children.filter(
      ({ element }) => !/^__index_level_\d+__$/.test(element.name),
    )
    const read = {
      file,
      metadata,
      compressors: COMPRESSORS,
      parsers: PARSERS,
      columns: columns.map((c) => c.element.name),
    }
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      for (const object of await parquetReadObjects({ ...read, rowStart, rowEnd })) {
        yield {
          ok: true,
          values: new Map(
            columns.map((column) => [column.element.name, cell(object[column.element.name], column)]),
          ),
        }
      }
      rowStart = rowEnd
    }
  } catch (cause) {
    const reason = `not a parquet file that can be read: ${(cause as Error).message}`
    const hint = "Compressions that can be read are snappy, gzip, brotli and zstd."
    throw new MillraceError(
      "DATA_INVALID",
      { path, place: "", reason, hint },
      { place: { file: path }, cause },
    )
  }
}

/** A value of the library in the exact model: what the file calls an integer or a float stays one. */
function cell(value: unknown, column: SchemaTree | undefined): Value {
  if (value === null || value === undefined) return null
  if (typeof value === "bigint") return int(value)
  if (typeof value === "number") return numberOf(value, column?.element)
  if (typeof value === "string" || typeof value === "boolean") return value
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (value instanceof Date) return timeText(BigInt(value.getTime()) * 1000n)
  if (Array.isArray(value)) return value.map((item) => cell(item, itemOf(column)))
  return dict(value as Record<string, unknown>, column) // the library answers nothing else
}

function dict(value: Record<string, unknown>, column: SchemaTree | undefined): Dict {
  const fieldOf = (name: string) => column?.children.find(({ element }) => element.name === name)
  return new Map(Object.entries(value).map(([name, item]) => [name, cell(item, fieldOf(name))]))
}

/** A list is a group that repeats a group, or the element itself. */
function itemOf(column: SchemaTree | undefined): SchemaTree | undefined {
  const repeated = column?.children[0]
  return repeated?.children[0] ?? repeated ?? column
}

/** A decimal is text, so that it keeps its digits; it reaches inputs of any type of number as well. */
function numberOf(value: number, element: SchemaTree["element"] | undefined): Value {
  if (element?.converted_type === "DECIMAL") return value.toFixed(element.scale ?? 0)
  return element?.type === "DOUBLE" || element?.type === "FLOAT" ? float(value) : value
}

/** `2024-01-02 03:04:05`, with a fraction where there is one. */
function timeText(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(0, 19).replace("T", " ")
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  return fraction === 0n ? text : `${text}.${String(fraction).padStart(6, "0")}`
}
