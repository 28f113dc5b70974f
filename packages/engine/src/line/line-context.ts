import type {
  Binding,
  EarlierAttempts,
  Host,
  LineStatus,
  MillraceError,
  NodeValue,
  Usage,
} from "@internal/schema"
import type { Json, Value } from "@internal/value"
import type { PreparedPlan } from "../prepare.ts"

export interface LineInput {
  number: number
  /** As mapped; defaults and casts are applied here. */
  inputs: Map<string, Value>
  /** Why the line cannot run: its row could not be read. */
  error?: MillraceError
  /** Attempts that were cut off or failed: what they have done is not done again. */
  earlier?: EarlierAttempts
}

export interface LineOutcome {
  number: number
  status: LineStatus
  /** Cast inputs; undefined if they could not be cast. */
  inputs?: Map<string, Value>
  outputs?: Json
  /** What a flex flow or a prompty answered instead of a dict; `text`: as Python prints it, where that is not the JSON's. */
  bare?: { json: Json; text?: string }
  /** Values that the aggregation stage reads, by reference text; only of lines whose nodes are done. */
  aggregation?: Map<string, NodeValue>
  error?: MillraceError
  usage: Usage
}

export interface LineContext {
  prepared: PreparedPlan
  host: Host
  signal: AbortSignal
  nodeConcurrency: number
  /** Seconds; undefined: no limit. */
  timeout?: number
  /** Seconds past that. */
  grace?: number
  /** References to line nodes that aggregation nodes make. */
  aggregated: (Binding & { kind: "node-output" })[]
  slot?: { give(): void; tryTake(): boolean; take(): Promise<void> }
  /** See `ExecuteOptions`. */
  streaming?: boolean
  feed?: OutputFeed
}

/** Takes a flow's outputs before the generators among them have said all. */
export interface OutputFeed {
  /** `outputs`: JSON text of a dict, null where a generator is. `generators`: what each prints as, by output. */
  known(outputs: string, generators: ReadonlyMap<string, string>): void
  piece(output: string, item: unknown): void
  /** The generator is at its end. */
  said(output: string): void
}
