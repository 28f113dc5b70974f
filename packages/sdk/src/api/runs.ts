import type { ErrorRecord, RunState, Usage } from "@internal/schema"
import type { Comparison } from "@internal/stats"
import type { Value } from "@internal/value"
import type { ExecutionOptions, Handle } from "./execution.ts"
import type { ExplainOptions, RunExplanation } from "./explain.ts"
import type { LineQuery, RunLine } from "./look.ts"
import type { EvaluateGroupOptions, GroupOptions, RunGroup } from "./run-groups.ts"
import type { EstimateOptions, RunCost, RunEstimate } from "./spending.ts"

export interface RunOptions extends ExecutionOptions {
  name?: string
  displayName?: string
  description?: string
  tags?: Record<string, string>
  properties?: Record<string, string>
  /** File or folder (csv, tsv, json, jsonl). */
  data?: string
  /** Name of a run to evaluate. */
  run?: string
  columnMapping?: Record<string, unknown>
  /** Lines in flight. Default 16; under `pf` `PF_WORKER_COUNT`, else 4. */
  concurrency?: number
  /** Where several runs share what a service allows, one with twice the weight has twice as much. Default 1. */
  weight?: number
  /** Only the first n rows. */
  limit?: number
  /** Only n of them, spread evenly; they keep their line numbers. */
  sample?: number
  /** Seconds. */
  lineTimeout?: number
  batchTimeout?: number
  /** Tokens that the run may come to: it stops, cancelled, before a line that would likely go beyond. */
  maxTokens?: number
  /** The same in US dollars; needs the price of every model. */
  maxCost?: number
}

/** How a run is executed again; what it is made of is kept with it. */
type ExecutionManner = Pick<
  RunOptions,
  | "concurrency"
  | "weight"
  | "lineTimeout"
  | "batchTimeout"
  | "maxTokens"
  | "maxCost"
  | "runtime"
  | "install"
  | "record"
  | "replay"
  | "signal"
>

/** What a new run that goes on with an earlier one can be told; all else is the earlier one's (spec 4.6). */
export interface ResumeFromOptions
  extends ExecutionManner,
    Pick<RunOptions, "name" | "displayName" | "description" | "tags"> {
  /** Name of a run that has ended, however it ended. */
  from: string
}

/** How the same run goes on. */
export interface ResumeOptions extends ExecutionManner {
  /**
   * Lines that failed and run again: those that failed for reasons that may have passed (the provider, a time limit), or
   * all. Default none; lines that were cut off run again anyway.
   */
  failed?: "operational" | "all"
  /** Go on though flow or data have changed: answers are kept where all that they depend on is as it was. */
  acceptChanges?: boolean
}

/** A folder that an earlier run left, of ours or of the original, and what to call the run. */
export interface RegisterOptions extends Pick<RunOptions, "name" | "displayName" | "description" | "tags"> {
  folder: string
}

/** A run as `run show` prints it (surface.md 1.3, Run JSON), plus what the original does not keep. */
export interface RunInfo {
  name: string
  kind: "batch" | "test"
  state: RunState
  /** The original's word for the state: Completed, Failed, Running, Canceled. */
  status: string
  createdOn: string
  startedOn: string | null
  endedOn: string | null
  displayName: string
  description: string | null
  tags: Record<string, string> | null
  archived: boolean
  /** As the original stores them (spec 8.2): flow_path, output_path, run, node_variant, column_mapping, system_metrics… */
  properties: Record<string, unknown>
  flowName: string
  data: string | null
  output: string
  run: string | null
  error: ErrorRecord | null
  counts: { total: number | null; done: number; failed: number; crashed: number; cancelled: number }
  usage: Usage
  cost: RunCost
  metrics: Record<string, Value>
}

/** Newest first. */
export interface RunListOptions {
  /** Default 50. */
  limit?: number
  /** Tests of flows and nodes too, which are no runs of their own elsewhere. */
  tests?: "include"
  archived?: "only" | "include"
  group?: string
  /** Only evaluations of this run. */
  run?: string
  /** Name of a run: only those that come after it, the next page. */
  before?: string
}

export interface RunDetails {
  /** `inputs.line_number`, `inputs.*`, `outputs.*`. */
  columns: string[]
  /** A cell of a failed line's output is the text `(Failed)`. */
  rows: Value[][]
  lines: { line: number; status: string; error?: ErrorRecord; duration: number; tokens: number }[]
}

export interface CompareOptions {
  /**
   * The first is the base. Runs, or runs of a flow whose evaluations are then used. Repeats of one variant in one group are
   * taken together when there are runs beside them.
   */
  runs?: string[]
  /** Or all runs of a group; the base is its first. */
  group?: string
  /** Column of the data, or an input, whose values are compared each by itself. */
  segment?: string
  /** Evaluation runs over them; default: every completed evaluation run of each. */
  evaluations?: string[]
  /** Per-row column of the evaluation's outputs to compare by. */
  score?: string
  metrics?: string[]
  /** Which way a metric is better, where its name does not say it: by default `error_rate`, `latency` … are better low. */
  better?: Record<string, "higher" | "lower">
  failed?: "wrong" | "exclude"
  /** Seconds to spend on resampling. */
  timeBox?: number
  /** Changed rows that `comparison` lists for each metric, run and direction. Default 200. */
  listed?: number
  /** False: aggregations of evaluations are not run again on resampled rows, and so no code of theirs. Default true. */
  resample?: boolean
}

export interface RunComparison {
  runs: RunInfo[]
  /** Per arm: mean tokens, median seconds and US dollars per line, null where a model has no price. */
  cost: { run: string; tokensPerLine: number; secondsPerLine: number; costPerLine: number | null }[]
  comparison: Comparison
  /** `comparison.verdict`, which calls arms by their labels. */
  verdict: string
  /** What to call each arm. */
  labels: Record<string, string>
  /**
   * What makes the comparison doubtful: paired lines that took other inputs, metrics that come from different evaluations.
   * They are among the notes too.
   */
  warnings: string[]
  /** What a reader has to know of the whole: rows, repeats, the correction for many comparisons. */
  notes: string[]
  /** Rows that changed, with what is needed to see why; per metric and arm, in the order of the comparison. */
  changed: ChangedRows[]
}

/** Rows of one metric whose score differs between base and another arm, the largest changes first. */
export interface ChangedRows {
  metric: string
  run: string
  improved: number
  worsened: number
  rows: ChangedRow[]
}

export interface ChangedRow {
  line: number
  direction: "improved" | "worsened"
  before: number
  after: number
  inputs: Value
  /** What the base and the other arm answered; several where repeats differ. Null: the line failed. */
  base: (Value | null)[]
  other: (Value | null)[]
}

export interface ExportOptions {
  /** `html` is the page of the run. */
  format: "jsonl" | "csv" | "parquet" | "html"
  /** Default: the run's name in the working folder. */
  file?: string
}

/** `millrace.runs`. */
export interface RunOperations {
  create(options: RunOptions): Promise<Handle<RunInfo>>
  /** One run for each variant, or combination of variants, and repeat; one after another. */
  createMany(options: GroupOptions): Promise<Handle<RunGroup>>
  /** One evaluation run for each done run of a group. */
  evaluateGroup(options: EvaluateGroupOptions): Promise<Handle<RunGroup>>
  /** What a run would come to: some of its lines are run, by default three, spread over the data. */
  estimate(options: EstimateOptions): Promise<Handle<RunEstimate>>
  /** Goes on with the run itself: its done lines stay, nodes of cut off lines that have ended are not run again. */
  resume(name: string, options?: ResumeOptions): Promise<Handle<RunInfo>>
  /**
   * Goes on with a group as a whole: runs that are over stay, the others go on, those that never began begin, and so with
   * their evaluations. Caps are the group's.
   */
  resumeGroup(group: string, options?: ResumeOptions): Promise<Handle<RunGroup>>
  /** A new run: done lines of an earlier one are taken over, the others run, all are aggregated. */
  resumeFrom(options: ResumeFromOptions): Promise<Handle<RunInfo>>
  /** Registers the folder of a run that this store does not know; the folder stays where it is. */
  register(options: RegisterOptions): Promise<RunInfo>
  list(options?: RunListOptions): Promise<RunInfo[]>
  get(name: string): Promise<RunInfo>
  details(name: string, options?: { limit?: number }): Promise<RunDetails>
  /** Ended lines in order, a page at a time. */
  lines(name: string, query?: LineQuery): Promise<RunLine[]>
  metrics(name: string): Promise<Record<string, Value>>
  /** Follows a run of this or another process until it ends. */
  follow(name: string): Handle<RunInfo>
  /**
   * Ends a run of this or another process: what is in flight may end, with `now` it is given up. Answers when it is
   * asked for; `follow` tells when it is done. Rejects with `RUN_STATUS` when it is not running.
   */
  cancel(name: string, options?: { now?: boolean }): Promise<void>
  /** The same, to go on with `resume`. */
  pause(name: string): Promise<void>
  /** The text of logs.txt so far. */
  log(name: string): Promise<string>
  /** Where the answers of a line's nodes came from, and what changed where none was there. */
  explain(name: string, options?: ExplainOptions): Promise<RunExplanation>
  compare(options: CompareOptions): Promise<RunComparison>
  /** Writes one HTML file of a comparison, with plots, that asks nobody for anything; answers its path. */
  writeComparison(comparison: RunComparison, file: string): Promise<string>
  /** Tags that are not named stay; null takes one away. */
  update(
    name: string,
    changes: { displayName?: string; description?: string; tags?: Record<string, string | null> },
  ): Promise<RunInfo>
  /**
   * Writes one HTML file that shows runs (outputs side by side, metrics, failures, traces) without asking anyone for
   * anything; answers its path, by default among the temporary files.
   */
  visualize(names: string[], file?: string): Promise<string>
  /** Writes the run folder again from the journal, complete whatever the number of lines; answers where it is. */
  export(name: string, folder?: string): Promise<string>
  /** Writes the lines of a run into one file, read and written a page at a time; answers its path. */
  exportTable(name: string, options: ExportOptions): Promise<string>
  archive(name: string): Promise<RunInfo>
  restore(name: string): Promise<RunInfo>
  delete(name: string): Promise<void>
  /** Names of the runs that were created longer ago and are not running, oldest first. */
  olderThan(hours: number): Promise<string[]>
}
