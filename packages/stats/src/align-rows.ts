import type { Arm } from "./arms.ts"
import type { ComparedRun, RowKey, RowScores } from "./comparison.ts"
import { invalid } from "./stats-error.ts"

export interface AlignedRows {
  /** Keys that every arm has, in the base's order. */
  readonly keys: readonly RowKey[]
  /** For every arm and key the row in each repeat that has it: at least one. */
  readonly rows: readonly (readonly (readonly RowScores[])[])[]
  readonly unshared: Readonly<Record<string, readonly RowKey[]>>
  /** Keys that failed in any repeat. */
  readonly failed: Readonly<Record<string, readonly RowKey[]>>
}

/** Brings the rows of all arms into one order by key. */
export function alignRows(arms: readonly Arm[]): AlignedRows {
  const runs = arms.flatMap((arm) => arm.runs)
  const names = new Set(runs.map(({ name }) => name))
  if (names.size < runs.length)
    throw invalid("two of the runs have the same name", "give every run a name of its own")
  if (arms.length < 2)
    throw invalid("a comparison needs at least two runs", "name the base first, then its variants")
  const tables = arms.map(repeatsByKey)
  const keys = [...tables[0]!.keys()].filter((key) => tables.every((table) => table.has(key)))
  const shared = new Set(keys)
  const rows = tables.map((table) => keys.map((key) => table.get(key)!))
  const perArm = (pick: (at: number) => RowKey[]): Record<string, RowKey[]> =>
    Object.fromEntries(arms.map(({ name }, at) => [name, pick(at)]))
  return {
    keys,
    rows,
    unshared: perArm((at) => [...tables[at]!.keys()].filter((key) => !shared.has(key))),
    failed: perArm((at) => keys.filter((_, row) => rows[at]![row]!.some(({ failed }) => failed))),
  }
}

function repeatsByKey({ runs }: Arm): Map<RowKey, RowScores[]> {
  const table = new Map<RowKey, RowScores[]>()
  for (const run of runs) {
    for (const [key, row] of byKey(run)) {
      const repeats = table.get(key)
      if (repeats) repeats.push(row)
      else table.set(key, [row])
    }
  }
  return table
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
