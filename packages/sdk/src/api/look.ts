import type { ErrorRecord, LineStatus, RunEvent } from "@internal/schema"
import type { Value } from "@internal/value"
import type { FlowDescription } from "./flows.ts"

/** An ended line of a run, with its values. */
export interface RunLine {
  line: number
  status: LineStatus
  inputs: Value
  outputs: Value
  error: ErrorRecord | null
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Milliseconds. */
  duration: number
  tokens: number
}

export interface LineQuery {
  /** Lines after this number. Default all. */
  after?: number
  /** Default 100. */
  limit?: number
  status?: LineStatus | LineStatus[]
}

/** What a run has told so far. */
export interface JournalQuery {
  /** Events after this number. */
  after?: number
  /** Of this line alone; null: of the aggregation. */
  line?: number | null
}

/** `millrace.journal`: what runs tell, as it was written. */
export interface JournalOperations {
  events(run: string, query?: JournalQuery): AsyncIterable<RunEvent>
  /** A number that is another one after anything in the store has changed, by whatever process. */
  version(): Promise<number>
}

export interface DataPreview {
  columns: { name: string; type: string }[]
  rows: Record<string, Value>[]
  /** Null: there are more than were counted. */
  total: number | null
  /** Cells at the beginning of each record that no column is named for: pandas takes them for labels, and a run leaves them out. */
  leftOut: number
}

/** `millrace.data`. */
export interface DataOperations {
  /** The first rows of a data file (csv, tsv, json, jsonl, parquet; without a known ending, as jsonl if it is). */
  preview(path: string, limit?: number): Promise<DataPreview>
}

export interface GallerySample {
  name: string
  folder: string
}

/** `millrace.gallery`: the samples that come with Millrace. */
export interface GalleryOperations {
  list(): Promise<GallerySample[]>
  /** Copies a sample to a folder that is not there yet, or empty; answers it. */
  clone(name: string, to: string): Promise<string>
  describe(name: string): Promise<FlowDescription>
}
