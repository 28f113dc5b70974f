import type { LineInput } from "@internal/engine"
import { type JoinedSources, joinSources, mapColumns, mappingProblems } from "@internal/flow"
import { type InputPort, MillraceError } from "@internal/schema"
import type { Dict } from "@internal/value"
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
  inputs: readonly InputPort[]
  /** Complete: explicit entries and the defaults of the flow's inputs (spec 4.3). */
  mapping: Dict
  limit?: number
  /** So many of the lines, spread evenly over them. */
  sample?: number
  /** A row that cannot be read fails the run instead of its line, as in the original. */
  strict: boolean
}

/**
 * The lines of a batch run: sources joined on the line number, columns mapped to inputs (spec 4.2, 4.3). Rows are read
 * twice and never held: the first reading counts them and collects the names of columns, so that everything that is wrong
 * with the mapping is known before the first line runs.
 */
export class LineSource implements AsyncIterable<LineInput> {
  readonly #mapping: Dict
  readonly #joined: JoinedSources
  readonly #unreadable: WeakMap<Dict, MillraceError>
  /** Lines that will come. */
  readonly count: number
  /** Lines that there are, of which a sample may be taken. */
  readonly total: number

  private constructor(
    options: LineSourceOptions,
    joined: JoinedSources,
    unreadable: WeakMap<Dict, MillraceError>,
  ) {
    this.#mapping = options.mapping
    this.#joined = joined
    this.#unreadable = unreadable
    this.total = Math.min(joined.count, options.limit ?? joined.count)
    this.count = Math.min(this.total, options.sample ?? this.total)
  }

  /** Rejects with `DATA_EMPTY`, `DATA_INVALID`, `MAPPING_INVALID` or `MAPPING_FAILED`. */
  static async open(options: LineSourceOptions): Promise<LineSource> {
    const { sources, strict } = options
    const unreadable = new WeakMap<Dict, MillraceError>()
    const columns = new Map(sources.map((source) => [source.name, new Set<string>()]))
    const rows = new Map(sources.map((source) => [source.name, dicts(source, unreadable, strict)]))
    const joined = await joinSources(rows, (name, row) => {
      for (const column of row.keys()) columns.get(name)?.add(column)
    }).catch((thrown: unknown) => {
      const isEmpty = [...columns.values()].every((names) => names.size === 0)
      if (!(thrown instanceof MillraceError) || thrown.code !== "MAPPING_INVALID" || !isEmpty) throw thrown
      throw new MillraceError("DATA_EMPTY", { input_dirs: sources.map((s) => s.subject) }, { cause: thrown })
    })
    const problem = mappingProblems(options.mapping, options.inputs, columns).find(
      (d) => d.code === "MAPPING_FAILED",
    )
    if (problem) {
      throw new MillraceError("MAPPING_FAILED", problem.data, {
        message: problem.message,
        hint: problem.hint,
      })
    }
    return new LineSource(options, joined, unreadable)
  }

  async *[Symbol.asyncIterator](): AsyncIterator<LineInput> {
    let [at, taken] = [0, 0]
    for await (const { line, rows } of this.#joined.lines()) {
      if (taken === this.count) return
      // the middle of each of `count` equal parts
      if (at++ < Math.floor(((taken + 0.5) * this.total) / this.count)) continue
      taken++
      yield this.#line(line, rows)
    }
  }

  #line(number: number, rows: ReadonlyMap<string, Dict>): LineInput {
    for (const row of rows.values()) {
      const error = this.#unreadable.get(row)
      if (error) return { number, inputs: new Map([["line_number", number]]), error }
    }
    const inputs = mapped(this.#mapping, rows, number)
    inputs.set("line_number", number)
    return { number, inputs }
  }
}

/** A column that only this row lacks leaves its input out: the default applies, else the line says what is missing. */
function mapped(mapping: Dict, rows: ReadonlyMap<string, Dict>, number: number): Dict {
  try {
    return mapColumns(mapping, rows, number)
  } catch (thrown) {
    if (!(thrown instanceof MillraceError) || mapping.size === 0) throw thrown
    if (mapping.size === 1) return new Map()
    const inputs: Dict = new Map()
    for (const entry of mapping) for (const [k, v] of mapped(new Map([entry]), rows, number)) inputs.set(k, v)
    return inputs
  }
}

function dicts(
  source: RowSource,
  unreadable: WeakMap<Dict, MillraceError>,
  strict: boolean,
): AsyncIterable<Dict> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const row of source.rows()) {
        if (row.ok) yield row.values
        else if (strict) throw row.error
        else {
          const placeholder: Dict = new Map()
          unreadable.set(placeholder, row.error)
          yield placeholder
        }
      }
    },
  }
}
