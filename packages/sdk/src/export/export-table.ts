import { createWriteStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { MillraceError } from "@internal/schema"
import { type Dict, float, stringify, type Value } from "@internal/value"
import type { ExportOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { csvLine } from "./csv.ts"
import { type RunRow, runRows } from "./run-rows.ts"
import { tableColumns } from "./table-columns.ts"

/**
 * Writes the lines of a run into one file; answers its path, by default `NAME.FORMAT` in the working folder. Memory does
 * not follow the number of lines, but for the page (`html`), which holds no more than a page should. Rejects with
 * `RUN_NOT_FOUND`, or with `STORE_FAILED` where the file cannot be written.
 */
export async function exportTable(
  context: Context,
  name: string,
  { format, file }: ExportOptions,
): Promise<string> {
  const store = await context.store()
  const run = await store.runs.get(name)
  const path = resolve(context.places.cwd, file ?? `${name}.${format}`)
  if (format === "html") return (await import("../report/write-report.ts")).writeReport(context, [name], path)
  const rows = () => runRows(store, run)
  try {
    await mkdir(dirname(path), { recursive: true })
    if (format === "parquet") {
      const { writeParquet } = await import("./parquet.ts")
      await writeParquet(path, rows(), await tableColumns(rows()))
    } else {
      const lines = format === "csv" ? csvLines(rows) : jsonLines(rows())
      await pipeline(Readable.from(lines), createWriteStream(path))
    }
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause
    const reason = (cause as Error).message
    throw new MillraceError(
      "STORE_FAILED",
      { subject: `The file ${path}`, reason, hint: "Give another --to." },
      { cause },
    )
  }
  return path
}

async function* csvLines(rows: () => AsyncIterable<RunRow>): AsyncIterable<string> {
  const columns = await tableColumns(rows())
  yield csvLine(columns.map(({ name }) => name))
  for await (const row of rows()) yield csvLine(columns.map(({ of }) => of(row)))
}

/** `{"line_number": 0, "status": "done", "inputs": {…}, "outputs": {…}, …}` */
async function* jsonLines(rows: AsyncIterable<RunRow>): AsyncIterable<string> {
  for await (const { line, status, inputs, outputs, error, duration, usage } of rows) {
    const record: Dict = new Map<string, Value>([
      ["line_number", line],
      ["status", status],
      ["inputs", inputs],
      ["outputs", outputs],
      ["error", error],
      ["duration", float(duration)],
      ["usage", new Map(Object.entries(usage))],
    ])
    yield `${stringify(record)}\n`
  }
}
