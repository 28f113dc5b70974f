import type { AlignedRows } from "./align-rows.ts"
import type { Direction, FailedRows } from "./comparison.ts"
import { type RowSource, sourceValues } from "./row-source.ts"
import { mean } from "./sample.ts"

/**
 * A metric's per-row scores, one array per arm in the order of the shared keys; undefined where a row has none. A row
 * that ran several times has the mean of its repeats: rows are what is independent, repeats of one row are not.
 */
export interface MetricScores {
  readonly source: RowSource
  /** Every score is 0 or 1, the repeats of a row agreeing. */
  readonly binary: boolean
  /** Every single score is 0 or 1; a row's score is the share of its repeats that are 1. */
  readonly shares: boolean
  readonly scores: readonly (readonly (number | undefined)[])[]
}

/**
 * Reads a metric's scores off the shared rows and applies the policy for failed rows: in a binary score they take the
 * worse of the two values (or are left out with `exclude`); other scores have no worst value, so they are left out.
 */
export function metricScores(
  aligned: AlignedRows,
  source: RowSource,
  better: Direction,
  policy: FailedRows,
): MetricScores {
  const single = aligned.rows.map((rows) =>
    rows.map((repeats) =>
      sourceValues(
        source,
        repeats.map(({ failed, columns }) => (failed ? undefined : columns[source.column])),
      ),
    ),
  )
  const present = single.flat(2).filter((value) => value !== undefined)
  const shares = present.length > 0 && present.every((value) => value === 0 || value === 1)
  const wrong = better === "higher" ? 0 : 1
  const fills = shares && policy === "wrong"
  const scores = single.map((rows, arm) =>
    rows.map((values, row) => {
      const filled = values.map((value, at) =>
        fills && aligned.rows[arm]![row]![at]!.failed ? wrong : value,
      )
      const known = filled.filter((value) => value !== undefined)
      return known.length === 0 ? undefined : known.length === 1 ? known[0] : mean(known)
    }),
  )
  const binary =
    shares && scores.every((rows) => rows.every((score) => score === undefined || score === 0 || score === 1))
  return { source, binary, shares, scores }
}
