import type { ComparedRun, RowKey, RowScores } from "./comparison.ts"
import { invalid } from "./stats-error.ts"

export interface AlignedRows {
  /** Keys that every run has, in the base's order. */
  readonly keys: readonly RowKey[]
  /** For every run its rows in that order. */
  readonly rows: readonly (readonly RowScores[])[]
  readonly unshared: Readonly<Record<string, readonly RowKey[]>>
  readonly failed: Readonly<Record<string, readonly RowKey[]>>
}

/** Brings the rows of all runs into one order by key. */
export function alignRows(runs: readonly ComparedRun[]): AlignedRows {
  if (runs.length < 2)
    throw invalid("a comparison needs at least two runs", "name the base first, then its variants")
  const names = new Set(runs.map(({ name }) => name))
  if (names.size < runs.length)
    throw invalid("two of the runs have the same name", "give every run a name of its own")
  const tables = runs.map(byKey)
  const keys = runs[0]!.rows.map(({ key }) => key).filter((key) => tables.every((table) => table.has(key)))
  const shared = new Set(keys)
  const rows = tables.map((table) => keys.map((key) => table.get(key)!))
  const perRun = (pick: (run: ComparedRun, at: number) => RowKey[]): Record<string, RowKey[]> =>
    Object.fromEntries(runs.map((run, at) => [run.name, pick(run, at)]))
  return {
    keys,
    rows,
    unshared: perRun((run) => run.rows.map(({ key }) => key).filter((key) => !shared.has(key))),
    failed: perRun((_, at) => rows[at]!.filter(({ failed }) => failed).map(({ key }) => key)),
  }
}

function byKey(run: ComparedRun): Map<RowKey, RowScores> {
  const table = new Map(run.rows.map((row) => [row.key, row]))
  if (table.size < run.rows.length) {
    const seen = new Set<RowKey>()
    const twice = run.rows.find(({ key }) => seen.size === seen.add(key).size)!
    throw invalid(`run ${run.name} has row ${twice.key} twice`, "a row key may occur once in a run")
  }
  return table
}
