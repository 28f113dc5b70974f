import type { IntervalResult } from "./interval.ts"
import type { PairedCounts } from "./paired-proportion-interval.ts"
import type { RowSource } from "./row-source.ts"
import type { TestResult } from "./test-result.ts"

/** What makes a row the same row in several runs: a line number, or an id of the data. */
export type RowKey = string | number

export interface RowScores {
  readonly key: RowKey
  /** The row has no result in this run: it failed, crashed or was cancelled. */
  readonly failed?: boolean
  /** The row's values by column name, such as the outputs of an evaluation. */
  readonly columns: Readonly<Record<string, unknown>>
}

export interface ComparedRun {
  readonly name: string
  readonly rows: readonly RowScores[]
  /** Metrics as the run logged them. */
  readonly metrics: Readonly<Record<string, number>>
}

export interface MetricRequest {
  readonly name: string
  /** Take this column's rows as the scores, without asking whether its mean is the metric (`--score column`). */
  readonly column?: string
  /** Which way is better; by name when absent (`metricDirection`). */
  readonly better?: Direction
}

export type Direction = "higher" | "lower"

/** `wrong`: a failed row counts as 0 where scores are binary. `exclude`: failed rows are left out everywhere. */
export type FailedRows = "wrong" | "exclude"

/** Recomputes a run's metrics on some of its rows (keys may repeat), without calling a model. */
export type RecomputeMetrics = (
  run: string,
  keys: readonly RowKey[],
  signal: AbortSignal,
) => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>

export interface CompareOptions {
  /** Metrics to compare; by default those that every run logged, in the base's order. */
  readonly metrics?: readonly MetricRequest[]
  /** Used for metrics without a per-row column. */
  readonly recompute?: RecomputeMetrics
  readonly failed?: FailedRows
  /**
   * The metric that the verdict is about. Its tests are corrected over the variants only, those of the other metrics
   * among themselves. By default the first logged one; with `metrics` given, all of them are one family instead.
   */
  readonly primary?: string
  readonly level?: number
  readonly power?: number
  readonly seed?: number
  readonly resamples?: number
  /** Time for recomputing metrics on resampled rows, in milliseconds; 20,000. */
  readonly budgetMs?: number
  readonly concurrency?: number
  readonly signal?: AbortSignal
}

export interface Comparison {
  readonly base: string
  readonly runs: readonly string[]
  readonly level: number
  readonly seed: number
  readonly failedRows: FailedRows
  readonly rows: {
    /** Rows that every run was asked to do. */
    readonly shared: number
    /** Rows that are missing in at least one other run, by run. */
    readonly unshared: Readonly<Record<string, readonly RowKey[]>>
    /** Shared rows that failed, by run. */
    readonly failed: Readonly<Record<string, readonly RowKey[]>>
  }
  /** Resamples done of those wanted, when metrics were recomputed. */
  readonly resamples?: {
    readonly done: number
    readonly requested: number
    readonly stopped: "complete" | "budget"
  }
  readonly metrics: readonly MetricComparison[]
  /** One plain sentence per variant on the primary metric. */
  readonly verdict: string
}

/** binary: every score is 0 or 1. resampled: recomputed on resampled rows. none: nothing per row to compare by. */
export type MetricKind = "binary" | "continuous" | "resampled" | "none"

export interface MetricComparison {
  readonly metric: string
  readonly kind: MetricKind
  readonly better: Direction
  readonly source?: RowSource
  /** What a reader has to know: rounding that was assumed, rows left out, why there is no interval. */
  readonly notes: readonly string[]
  readonly values: readonly MetricValue[]
  readonly variants: readonly VariantDifference[]
}

export interface MetricValue {
  readonly run: string
  /** The metric as logged by the run itself. */
  readonly logged?: number
  /** The metric on the shared rows under the policy for failed rows; the logged one when there are no row scores. */
  readonly value?: number
  readonly interval: IntervalResult
  readonly rows: number
}

export type Outcome = "better" | "worse" | "undecided" | "same"

export interface VariantDifference {
  readonly run: string
  /** Variant − base, in the metric's own unit. */
  readonly difference?: number
  readonly interval: IntervalResult
  readonly test?: TestResult
  /** Holm's correction over the family of this comparison. */
  readonly pAdjusted?: number
  readonly outcome: Outcome
  /** Rows compared. */
  readonly rows: number
  /** Binary scores only. */
  readonly counts?: PairedCounts
  /** Smallest difference that these rows would show with the power asked for. */
  readonly detectable?: number
  /** Further rows that would show a difference of the size seen; null when no sensible number would. */
  readonly rowsNeeded?: number | null
  readonly verdict: string
}
