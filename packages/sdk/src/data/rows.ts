import { createReadStream } from "node:fs"
import { MillraceError } from "@internal/schema"
import { type Dict, JsonSyntaxError, parse, type Value } from "@internal/value"
import { DelimitedRecords } from "./delimited-records.ts"
import { parquetRows } from "./parquet-rows.ts"

/** One row of data: its values, or why it could not be read. `place` is the line of the file, from 1. */
export type Row = { ok: true; values: Dict } | { ok: false; error: MillraceError }

const JSON_HINT =
  'Write rows as [{"column": "value"}, …], or one object a line in a file that ends in .jsonl.'
const BOM = "\uFEFF"

/**
 * The rows of a data file, streamed (spec 4.1). Cells of csv and tsv are text; JSON values are typed. A file without a
 * known ending is tried as jsonl. Bad lines come as rows that are not ok, so that the others can go on. `leftOut` is told how
 * many cells of each record of a csv or tsv are no column.
 */
export function readRows(path: string, leftOut?: (cells: number) => void): AsyncIterable<Row> {
  if (path.endsWith(".csv")) return delimited(path, ",", leftOut)
  if (path.endsWith(".tsv")) return delimited(path, "\t", leftOut)
  if (path.endsWith(".json")) return jsonDocument(path)
  if (path.endsWith(".parquet")) return parquetRows(path)
  return jsonLines(path)
}

/** The text of a file in pieces. Fails with `DATA_INVALID` where it is no UTF-8. */
async function* textOf(path: string): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 18 }))
      yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    const hint = "Save the file as UTF-8."
    throw new MillraceError(
      "DATA_INVALID",
      { path, place: "", reason: "it is not UTF-8", hint },
      { place: { file: path } },
    )
  }
}

/** Whether the name of a file says what is in it; endings are as they are, `.CSV` is none (spec 4.1). */
export function isKnownFormat(path: string): boolean {
  return /\.(?:csv|tsv|json|jsonl|parquet)$/.test(path)
}

/** Whether a file without a known ending is jsonl after all: every line of it is an object. */
export async function isJsonLines(path: string): Promise<boolean> {
  try {
    for await (const row of jsonLines(path)) if (!row.ok) return false
  } catch (thrown) {
    if (thrown instanceof MillraceError) return false
    throw thrown
  }
  return true
}

async function* jsonLines(path: string): AsyncIterable<Row> {
  let number = 0
  for await (const line of textLines(path)) {
    number++
    if (line.trim() === "") continue
    yield jsonRow(line, path, number)
  }
}

function jsonRow(text: string, path: string, line: number): Row {
  const refuse = (reason: string): Row => ({
    ok: false,
    error: new MillraceError(
      "DATA_INVALID",
      { path, place: `:${line}`, reason, hint: "Each line of a jsonl file is one JSON object." },
      { place: { file: path, line } },
    ),
  })
  try {
    const value = parse(text)
    return value instanceof Map ? { ok: true, values: value } : refuse("the line is not a JSON object")
  } catch (thrown) {
    if (!(thrown instanceof JsonSyntaxError)) throw thrown
    return refuse(`not JSON: ${thrown.message}`)
  }
}

/** Lines without their ends; a BOM at the start is dropped. Cells of a megabyte and NUL bytes pass through. */
async function* textLines(path: string): AsyncIterable<string> {
  let rest = ""
  let first = true
  for await (const chunk of textOf(path)) {
    let text = chunk
    if (first) {
      first = false
      if (text.startsWith(BOM)) text = text.slice(1)
    }
    const pieces = text.split("\n")
    if (pieces.length === 1) {
      rest += text
      continue
    }
    yield withoutReturn(rest + pieces[0])
    for (let i = 1; i < pieces.length - 1; i++) yield withoutReturn(pieces[i] as string)
    rest = pieces.at(-1) as string
  }
  if (rest !== "") yield withoutReturn(rest)
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line
}

/** An array of objects, or a column-oriented object as pandas writes it (spec 4.1). */
async function* jsonDocument(path: string): AsyncIterable<Row> {
  const refuse = (reason: string) =>
    new MillraceError("DATA_INVALID", { path, place: "", reason, hint: JSON_HINT }, { place: { file: path } })
  let text = ""
  for await (const piece of textOf(path)) text += piece
  if (text.startsWith(BOM)) text = text.slice(1)
  if (text.trim() === "") return
  let document: Value
  try {
    document = parse(text)
  } catch (thrown) {
    if (!(thrown instanceof JsonSyntaxError)) throw thrown
    throw refuse(`not JSON: ${thrown.message}`)
  }
  if (Array.isArray(document)) {
    for (const [i, item] of document.entries()) {
      yield item instanceof Map
        ? { ok: true, values: item }
        : { ok: false, error: refuse(`item ${i} is not an object`) }
    }
    return
  }
  const columns = document instanceof Map ? [...document] : []
  if (document instanceof Map && columns.length === 0) return
  if (columns.length > 0 && columns.every(([, column]) => Array.isArray(column))) {
    yield* listColumns(columns as [string, Value[]][], refuse)
    return
  }
  if (columns.length === 0 || columns.some(([, column]) => !(column instanceof Map))) {
    throw refuse("it must be a list of objects, or an object of columns")
  }
  const keys = new Set(columns.flatMap(([, column]) => [...(column as Dict).keys()]))
  for (const key of keys) {
    const values: Dict = new Map()
    for (const [name, column] of columns) values.set(name, (column as Dict).get(key) ?? null)
    yield { ok: true, values }
  }
}

function* listColumns(
  columns: [string, Value[]][],
  refuse: (reason: string) => MillraceError,
): Iterable<Row> {
  const lengths = new Set(columns.map(([, column]) => column.length))
  if (lengths.size > 1) throw refuse("its columns differ in length")
  for (let i = 0; i < (columns[0]?.[1].length ?? 0); i++) {
    yield { ok: true, values: new Map(columns.map(([name, column]) => [name, column[i] ?? null])) }
  }
}

/** csv and tsv: the first record names the columns; every cell is text, an empty one `""`. */
async function* delimited(
  path: string,
  delimiter: "," | "\t",
  leftOut?: (cells: number) => void,
): AsyncIterable<Row> {
  const separator = delimiter === "," ? "comma" : "tab"
  let header: string[] | undefined
  let labels: number | undefined
  let record = 0
  const refuse = (reason: string, hint: string): Row => ({
    ok: false,
    error: new MillraceError(
      "DATA_INVALID",
      { path, place: ` record ${record}`, reason, hint },
      { place: { file: path } },
    ),
  })
  for await (const cells of recordsOf(path, delimiter)) {
    record++
    if (cells === "unclosed") {
      yield refuse("a quote is opened and not closed", "Write a quote inside of a quoted cell twice.")
      continue
    }
    if (!header) {
      header = columnNames(cells)
      continue
    }
    // pandas takes cells that the first record has too many for labels of rows, and leaves them out everywhere
    if (labels === undefined) {
      labels = Math.max(0, cells.length - header.length)
      leftOut?.(labels)
    }
    if (labels > 0) cells.splice(0, labels)
    if (cells.length > header.length) {
      const reason = `expected ${header.length} fields, saw ${cells.length}`
      yield refuse(reason, `A cell that holds a ${separator} needs double quotes around it.`)
      continue
    }
    const values: Dict = new Map()
    // A record that is too short has empty cells at its end.
    for (const [i, name] of header.entries()) values.set(name, cells[i] ?? "")
    yield { ok: true, values }
  }
}

async function* recordsOf(path: string, delimiter: "," | "\t"): AsyncIterable<string[] | "unclosed"> {
  const records = new DelimitedRecords(delimiter)
  let first = true
  for await (const text of textOf(path)) {
    yield* records.push(first && text.startsWith(BOM) ? text.slice(1) : text)
    if (text !== "") first = false
  }
  const last = records.end()
  if (last) yield last
}

/** Column names as pandas makes them: a repeated one gets `.1` or the next number that is free, an empty one `Unnamed: n`. */
function columnNames(cells: string[]): string[] {
  const names = cells.map((cell, i) => (cell === "" ? `Unnamed: ${i}` : cell))
  const times = new Map<string, number>()
  for (const [i, name] of names.entries()) {
    let free = name
    let count = times.get(name) ?? 0
    while (count > 0) {
      times.set(name, count + 1)
      free = `${name}.${count}`
      count = names.includes(free) ? count + 1 : (times.get(free) ?? 0)
    }
    names[i] = free
    times.set(free, count + 1)
  }
  return names
}
