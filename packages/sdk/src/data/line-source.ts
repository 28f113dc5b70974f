import type { LineInput } from "@internal/engine"
import { mapColumns } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { type Dict, isInt, type Value } from "@internal/value"
import type { Row } from "./rows.ts"

/** Rows under the name by which a column mapping refers to them: `data`, `run.outputs`, `run.inputs` (spec 4.2). */
export interface RowSource {
  name: string
  /** Shown in errors: the path, or the run. */
  subject: string
  rows(): AsyncIterable<Row>
}

export interface LineSourceOptions {
  sources: RowSource[]
  /** Complete: explicit entries and the defaults of the flow's inputs (spec 4.3). */
  mapping: Record<string, Value>
  limit?: number
  /** A row that cannot be read fails the run instead of its line, as in the original. */
  strict: boolean
}

interface Scan {
  source: RowSource
  rows: number
  columns: Set<string>
  /** Line numbers come from the column `line_number`; rows without it are left out. */
  numbered: boolean
  ascending: boolean
  firstError: MillraceError | undefined
}

/**
 * The lines of a batch run: sources joined on the line number, columns mapped to inputs (spec 4.2, 4.3). Made in two
 * passes, so that nothing is held in memory: the first counts rows and collects column names, and everything that is
 * wrong with the mapping is known before the first line runs.
 */
export class LineSource implements AsyncIterable<LineInput> {
  readonly #options: LineSourceOptions
  readonly #scans: Scan[]
  /** Lines that will come. */
  readonly count: number

  private constructor(options: LineSourceOptions, scans: Scan[], count: number) {
    this.#options = options
    this.#scans = scans
    this.count = count
  }

  /** Rejects with `DATA_EMPTY`, `DATA_INVALID`, `MAPPING_INVALID` or `MAPPING_FAILED`. */
  static async open(options: LineSourceOptions): Promise<LineSource> {
    const scans = await Promise.all(options.sources.map(scan))
    if (scans.every((s) => s.rows === 0)) {
      throw new MillraceError("DATA_EMPTY", { input_dirs: scans.map((s) => s.source.subject) })
    }
    for (const { firstError } of scans) if (options.strict && firstError) throw firstError
    checkLengths(scans)
    checkMapping(options.mapping, scans)
    const probe = new LineSource(options, scans, 0)
    const count = scans.length === 1 && !scans[0]?.numbered ? (scans[0]?.rows ?? 0) : await countLines(probe.#joined())
    if (count === 0) {
      throw new MillraceError("MAPPING_INVALID", {
        reason: `The inputs ${scans.map((s) => s.source.name).join(" and ")} have no line number in common`,
      })
    }
    return new LineSource(options, scans, Math.min(count, options.limit ?? count))
  }

  async *[Symbol.asyncIterator](): AsyncIterator<LineInput> {
    let left = this.count
    for await (const [number, rows] of this.#joined()) {
      if (left-- === 0) return
      yield this.#line(number, rows)
    }
  }

  #line(number: number, rows: Map<string, Row>): LineInput {
    const values = new Map<string, Dict>()
    for (const [name, row] of rows) {
      if (!row.ok) return { number, inputs: new Map([["line_number", number]]), error: row.error }
      values.set(name, row.values)
    }
    // A column that only this row lacks leaves the input out: its default applies, else the line says what is missing.
    const { inputs } = mapColumns(this.#options.mapping, Object.fromEntries(values))
    inputs.set("line_number", number)
    return { number, inputs }
  }

  async *#joined(): AsyncIterable<[number, Map<string, Row>]> {
    const [first, ...others] = this.#scans
    if (!first) return
    const cursors = await Promise.all(others.map(Cursor.open))
    for await (const [number, row] of numberedRows(first)) {
      const rows = new Map([[first.source.name, row]])
      for (const cursor of cursors) {
        const other = await cursor.seek(number)
        if (!other) break
        rows.set(cursor.name, other)
      }
      if (rows.size === this.#scans.length) yield [number, rows]
    }
    for (const cursor of cursors) await cursor.close()
  }
}

async function scan(source: RowSource): Promise<Scan> {
  const result: Scan = { source, rows: 0, columns: new Set(), numbered: false, ascending: true, firstError: undefined }
  let last = Number.NEGATIVE_INFINITY
  for await (const row of source.rows()) {
    result.rows++
    if (!row.ok) {
      result.firstError ??= row.error
      continue
    }
    for (const column of row.values.keys()) result.columns.add(column)
    const number = lineNumber(row.values)
    if (number === undefined) continue
    result.numbered = true
    if (number <= last) result.ascending = false
    last = number
  }
  return result
}

function lineNumber(values: Dict): number | undefined {
  const value = values.get("line_number")
  if (isInt(value)) return Number(value)
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined
}

/** Rows with their line numbers, ascending: sources that are out of order are sorted in memory. */
async function* numberedRows(from: Scan): AsyncIterable<[number, Row]> {
  if (!from.numbered || from.ascending) {
    yield* rowsInFileOrder(from)
    return
  }
  const all: [number, Row][] = []
  for await (const item of rowsInFileOrder(from)) all.push(item)
  yield* all.sort((a, b) => a[0] - b[0])
}

async function* rowsInFileOrder(from: Scan): AsyncIterable<[number, Row]> {
  let index = 0
  for await (const row of from.source.rows()) {
    const number = from.numbered ? (row.ok ? lineNumber(row.values) : undefined) : index
    index++
    if (number !== undefined) yield [number, row]
  }
}

/** Walks one source beside another; numbers asked for only grow. */
class Cursor {
  readonly name: string
  readonly #rows: AsyncIterator<[number, Row]>
  #current: [number, Row] | undefined

  private constructor(name: string, rows: AsyncIterator<[number, Row]>) {
    this.name = name
    this.#rows = rows
  }

  static async open(from: Scan): Promise<Cursor> {
    const cursor = new Cursor(from.source.name, numberedRows(from)[Symbol.asyncIterator]())
    await cursor.#next()
    return cursor
  }

  async seek(number: number): Promise<Row | undefined> {
    while (this.#current && this.#current[0] < number) await this.#next()
    return this.#current?.[0] === number ? this.#current[1] : undefined
  }

  async close(): Promise<void> {
    await this.#rows.return?.()
  }

  async #next(): Promise<void> {
    const step = await this.#rows.next()
    this.#current = step.done ? undefined : step.value
  }
}

function checkLengths(scans: Scan[]): void {
  const empty = scans.find((s) => s.rows === 0)
  if (empty) {
    throw new MillraceError("MAPPING_INVALID", { reason: `The input ${empty.source.name} (${empty.source.subject}) is empty` })
  }
  const plain = scans.filter((s) => !s.numbered)
  if (new Set(plain.map((s) => s.rows)).size > 1) {
    const sizes = plain.map((s) => `${s.source.name} has ${s.rows} rows`).join(", ")
    throw new MillraceError("MAPPING_INVALID", {
      reason: `Inputs without line numbers must have the same number of rows: ${sizes}`,
    })
  }
}

/** A reference that no row of its source can answer fails the whole run, before any line (spec 4.3). */
function checkMapping(mapping: Record<string, Value>, scans: Scan[]): void {
  const union = Object.fromEntries(
    scans.map((s) => [s.source.name, new Map(Array.from(s.columns, (column) => [column, null] as const))]),
  )
  const { unresolved } = mapColumns(mapping, union)
  if (unresolved.length === 0) return
  const known = scans.flatMap((s) => Array.from(s.columns, (column) => `\${${s.source.name}.${column}}`))
  throw new MillraceError("MAPPING_FAILED", {
    invalid_relations: unresolved.map((r) => r.reference).join(", "),
    line_info: "",
    suggestion: `There are ${known.join(", ")}.`,
  })
}

async function countLines(lines: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _ of lines) count++
  return count
}
