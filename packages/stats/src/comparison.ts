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
  /** Runs of the same arm are repeats of one another; absent: the run is an arm of its own, called as it is. */
  readonly arm?: string
}

/** How the rows fall into segments. */
export interface Segmentation {
  /** Column that they are made by. */
  readonly column: string
  of(key: RowKey): string | undefined
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
  /** Which way a metric is better, where its name does not say it right (`metricDirection`). */
  readonly better?: Readonly<Record<string, Direction>>
  /** Used for metrics without a per-row column. */
  readonly recompute?: RecomputeMetrics
  readonly failed?: FailedRows
  /**
   * The metric that the verdict is about. Its tests are corrected over the variants only, those of the other metrics
   * among themselves. By default the first logged one that can be tested; with `metrics` given, all of them are one family
   * instead.
   */
  readonly primary?: string
  /** What verdicts call an arm; by default its name. */
  readonly label?: (arm: string) => string
  /** Also compare the rows of each segment by themselves. */
  readonly segments?: Segmentation
  readonly level?: number
  readonly power?: number
  readonly seed?: number
  readonly resamples?: number
  /** Time for recomputing metrics on resampled rows, in milliseconds; 20,000. */
  readonly budgetMs?: number
  readonly concurrency?: number
  readonly signal?: AbortSignal
  /** Changed rows that are listed for each metric, variant and direction, the largest changes first; 200. */
  readonly listed?: number
}

export interface Comparison {
  readonly base: string
  /** Arms, the base first: runs, or the repeats of one under a common name. */
  readonly runs: readonly string[]
  /** The runs of each arm, where any has more than one. */
  readonly repeats?: Readonly<Record<string, readonly string[]>>
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
  /** Metrics whose tests are corrected together, and how many tests that are. */
  readonly correction: {
    readonly method: "Holm"
    readonly families: readonly { readonly metrics: readonly string[]; readonly tests: number }[]
  }
  readonly segments?: Segments
  /** The metric that the verdict is about; absent where the runs have none in common. */
  readonly primary?: string
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
  /** Where there are scores per row. */
  readonly changes?: RowChanges
  /** Smallest difference that these rows would show with the power asked for. */
  readonly detectable?: number
  /** Further rows that would show a difference of the size seen; null when no sensible number would. */
  readonly rowsNeeded?: number | null
  readonly verdict: string
}

export interface RowChange {
  readonly key: RowKey
  /** Scores in base and variant; means over repeats, where there are any. */
  readonly before: number
  readonly after: number
}

/** Rows whose score differs: all are counted, those with the largest changes listed. */
export interface RowChanges {
  readonly improved: number
  readonly worsened: number
  readonly rowsImproved: readonly RowChange[]
  readonly rowsWorsened: readonly RowChange[]
}

/** The comparison on the rows of each segment. */
export interface Segments {
  readonly column: string
  /** Metrics with scores per row, in the order of the comparison. */
  readonly metrics: readonly MetricSegments[]
}

export interface MetricSegments {
  readonly metric: string
  /** Tests that are corrected together, by Holm's method. */
  readonly tests: number
  readonly segments: readonly Segment[]
}

export interface Segment {
  readonly segment: string
  /** Shared rows that fall into it. */
  readonly rows: number
  readonly values: readonly MetricValue[]
  readonly variants: readonly Omit<VariantDifference, "verdict" | "counts" | "changes">[]
}
