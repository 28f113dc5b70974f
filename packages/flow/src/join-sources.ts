import { MillraceError } from "@internal/schema"
import { type Dict, isInt, PyFloat, repr } from "@internal/value"
import type { RowSources } from "./column-mapping.ts"

/** Rows that can be read from the start more than once: an array, or an object whose iterator starts anew. */
export type Rows = Iterable<Dict> | AsyncIterable<Dict>

/** One line of a batch: its number, and the row of every source. */
export interface JoinedLine {
  line: number
  rows: RowSources
}

/** What a first reading of a source tells. */
interface SourceIndex {
  /** Line number of each row, NaN for a row that is dropped; undefined if rows are numbered by position. */
  numbers: Float64Array | undefined
  count: number
  /** The numbers rise, so the source can be walked beside the others. */
  sorted: boolean
}

/** Sources that have been read once: how many lines they have in common, and those lines, as often as wanted. */
export interface JoinedSources {
  count: number
  lines(): AsyncIterable<JoinedLine>
}

/**
 * Joins sources on their line numbers (spec 4.2). A source without `line_number` is numbered 0..n-1; one in which any row
 * has it uses those and drops the other rows; a line is there if every source has it. Sources are read once here, for the
 * numbers alone (`visit` sees every row), and again by `lines()`, so memory holds eight bytes a row; a source whose numbers
 * do not rise is held whole. Rejects with `MAPPING_INVALID`.
 */
export async function joinSources(
  sources: ReadonlyMap<string, Rows>,
  visit: (source: string, row: Dict) => void = () => {},
): Promise<JoinedSources> {
  const indexes = new Map<string, SourceIndex>()
  for (const [name, rows] of sources)
    indexes.set(name, await indexRows(name, rows, (row) => visit(name, row)))
  const count = checkedCount(indexes)
  return {
    count,
    lines: () =>
      merge(Array.from(sources, ([name, rows]) => cursorOf(name, rows, indexes.get(name) as SourceIndex))),
  }
}

async function indexRows(name: string, rows: Rows, visit: (row: Dict) => void): Promise<SourceIndex> {
  let numbers = new Float64Array(1024)
  let count = 0
  let numbered = false
  let sorted = true
  let last = Number.NEGATIVE_INFINITY
  for await (const row of rows) {
    visit(row)
    if (count === numbers.length) {
      const wider = new Float64Array(count * 2)
      wider.set(numbers)
      numbers = wider
    }
    const line = lineNumber(name, row, count)
    if (!Number.isNaN(line)) {
      numbered = true
      if (line <= last) sorted = false
      last = line
    }
    numbers[count++] = line
  }
  return { numbers: numbered ? numbers.subarray(0, count) : undefined, count, sorted }
}

/** The row's own number, NaN if it has none. Text counts when it is a whole number: cells of a CSV are text. */
function lineNumber(name: string, row: Dict, index: number): number {
  const value = row.get("line_number")
  if (value === undefined || value === null) return Number.NaN
  const line = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value
  if ((isInt(line) || line instanceof PyFloat) && Number.isSafeInteger(Number(line))) return Number(line)
  const reason = `Row ${index + 1} of ${name} has the line_number ${repr(value)}, which is no whole number`
  throw new MillraceError("MAPPING_INVALID", { reason, input_key: name })
}

function checkedCount(indexes: Map<string, SourceIndex>): number {
  for (const [name, { count }] of indexes) {
    if (count === 0)
      throw new MillraceError("MAPPING_INVALID", { reason: `${name} has no rows`, input_key: name })
  }
  const unnumbered = Array.from(indexes).filter(([, index]) => !index.numbers)
  if (new Set(unnumbered.map(([, index]) => index.count)).size > 1) {
    const sizes = unnumbered.map(([name, index]) => `${name} has ${index.count}`).join(", ")
    throw new MillraceError("MAPPING_INVALID", {
      reason: `The sources have no line_number to join on, and their numbers of rows differ: ${sizes}`,
    })
  }
  const [only] = indexes.values()
  if (indexes.size === 1 && only && !only.numbers) return only.count
  const count = commonLines(indexes).size
  if (count === 0) {
    const names = [...indexes.keys()].join(" and ")
    throw new MillraceError("MAPPING_INVALID", { reason: `${names} have no line_number in common` })
  }
  return count
}

function commonLines(indexes: Map<string, SourceIndex>): Set<number> {
  let common: Set<number> | undefined
  for (const { numbers, count } of indexes.values()) {
    const lines = numbers ? new Set(numbers) : new Set(Array.from({ length: count }, (_, i) => i))
    lines.delete(Number.NaN)
    common = common ? new Set([...common].filter((line) => lines.has(line))) : lines
  }
  return common ?? new Set()
}

interface Cursor {
  name: string
  /** Rows with their line numbers, rising. */
  next(): Promise<{ line: number; row: Dict } | undefined>
}

function cursorOf(name: string, rows: Rows, index: SourceIndex): Cursor {
  const numbered = numberRows(rows, index)
  const iterator = index.sorted ? numbered : inOrder(numbered)
  return {
    name,
    async next() {
      const step = await iterator.next()
      return step.done ? undefined : step.value
    },
  }
}

async function* numberRows(rows: Rows, index: SourceIndex): AsyncGenerator<{ line: number; row: Dict }> {
  let position = 0
  for await (const row of rows) {
    const line = index.numbers ? (index.numbers[position] ?? Number.NaN) : position
    position++
    if (!Number.isNaN(line)) yield { line, row }
  }
}

/** Rows sorted by line number; the last of equal ones wins. */
async function* inOrder(rows: AsyncIterable<{ line: number; row: Dict }>) {
  const all = new Map<number, Dict>()
  for await (const { line, row } of rows) all.set(line, row)
  for (const line of [...all.keys()].sort((a, b) => a - b)) yield { line, row: all.get(line) as Dict }
}

async function* merge(cursors: Cursor[]): AsyncGenerator<JoinedLine> {
  const heads = await Promise.all(cursors.map((cursor) => cursor.next()))
  while (heads.length > 0) {
    const lines: number[] = []
    for (const head of heads) {
      if (!head) return
      lines.push(head.line)
    }
    const line = Math.max(...lines)
    if (lines.every((other) => other === line)) {
      yield { line, rows: new Map(cursors.map((cursor, i) => [cursor.name, heads[i]?.row as Dict])) }
    }
    for (const [i, cursor] of cursors.entries()) {
      if (lines[i] !== line || lines.every((other) => other === line)) heads[i] = await cursor.next()
    }
  }
}
