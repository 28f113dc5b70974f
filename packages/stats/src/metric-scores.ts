import type { AlignedRows } from "./align-rows.ts"
import type { Direction, FailedRows } from "./comparison.ts"
import { type RowSource, sourceValues } from "./row-source.ts"

/** A metric's per-row scores, one array per run in the order of the shared keys; undefined where a row has none. */
export interface MetricScores {
  readonly source: RowSource
  readonly binary: boolean
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
  const scores = aligned.rows.map((rows) =>
    sourceValues(
      source,
      rows.map(({ failed, columns }) => (failed ? undefined : columns[source.column])),
    ),
  )
  const present = scores.flat().filter((value) => value !== undefined)
  const binary = present.length > 0 && present.every((value) => value === 0 || value === 1)
  if (!binary || policy === "exclude") return { source, binary, scores }
  const wrong = better === "higher" ? 0 : 1
  const filled = scores.map((values, run) =>
    values.map((value, at) => (aligned.rows[run]![at]!.failed ? wrong : value)),
  )
  return { source, binary, scores: filled }
}
