import type { AlignedRows } from "./align-rows.ts"
import type { Arm } from "./arms.ts"
import type { CompareOptions, RowKey } from "./comparison.ts"
import { createRandom, drawRows } from "./random.ts"
import { type RowSource, reproduces, sourceValues } from "./row-source.ts"

/** Draws of rows on which a column has to reproduce its metric too. */
const DRAWS = 3
/** Share of the time for recomputing that this may take. */
const SHARE = 0.25

/** Rows that every run of every arm finished. */
export function finishedKeys(arms: readonly Arm[], aligned: AlignedRows): RowKey[] {
  return aligned.keys.filter((_, at) =>
    aligned.rows.every((rows, arm) => {
      const repeats = rows[at]!
      return repeats.length === arms[arm]!.runs.length && repeats.every(({ failed }) => !failed)
    }),
  )
}

/**
 * Takes back sources that only happen to fit all rows, as the mean of 1 … 10 fits their median: on rows drawn anew the
 * evaluation's own answer has to be the column's mean as well. What cannot be recomputed in time stays as it is.
 */
export async function checkSources(
  arms: readonly Arm[],
  aligned: AlignedRows,
  sources: ReadonlyMap<string, RowSource>,
  { recompute, budgetMs = 20_000, signal, seed = 1 }: CompareOptions,
): Promise<Map<string, RowSource>> {
  const kept = new Map(sources)
  const keys = finishedKeys(arms, aligned)
  if (recompute === undefined || kept.size === 0 || keys.length === 0) return kept
  const random = createRandom(seed, "sources")
  const limit = AbortSignal.any([AbortSignal.timeout(budgetMs * SHARE), ...(signal ? [signal] : [])])
  const ended = new Promise<undefined>((resolve) => {
    limit.addEventListener("abort", () => resolve(undefined), { once: true })
  })
  for (let draw = 0; draw < DRAWS; draw++) {
    const rows = drawRows(random, keys.length).map((row) => keys[row]!)
    for (const run of arms.flatMap((arm) => arm.runs)) {
      if (limit.aborted) return kept
      const columns = new Map(run.rows.map((row) => [row.key, row.columns]))
      const answer = Promise.resolve(recompute(run.name, rows, limit)).catch(() => undefined)
      const metrics = await Promise.race([answer, ended])
      for (const [metric, source] of kept) {
        const value = metrics?.[metric]
        const drawn = rows.map((key) => columns.get(key)?.[source.column])
        if (value !== undefined && reproduces(value, sourceValues(source, drawn)) === undefined)
          kept.delete(metric)
      }
    }
  }
  return kept
}
