import type { Json } from "@internal/value"
import type { ErrorRecord } from "./error.ts"
import type { Usage } from "./model.ts"

/** Format of the events written today; older ones are brought up to date in one place, the store's reader. */
export const EVENT_VERSION = 1

export type LineStatus = "done" | "failed" | "crashed" | "cancelled"
export type RunState = "running" | "done" | "failed" | "crashed" | "cancelled" | "interrupted"

/** A call recorded inside a node: the original's `api_calls` tree (spec 9.2). Times in seconds since the epoch. */
export interface ApiCall {
  name: string
  type: string
  inputs: unknown
  output: unknown
  start_time: number
  end_time: number
  error: { message: string; type: string } | null
  children: ApiCall[]
  node_name?: string | null
  parent_id?: string
  id?: string
  function?: string
  system_metrics?: Record<string, unknown>
}

interface OfLine {
  /** Line number of the data; null in the aggregation stage. */
  line: number | null
}
interface OfNode extends OfLine {
  node: string
  attempt: number
}

export interface RunStart {
  type: "run-start"
  /** Everything that decides what the run does; secrets by reference. */
  plan: string
  flow: string
  variant?: string
  lines: number | null
  mapping?: Record<string, unknown>
  versions: { millrace: string; node: string; python?: string; flow: string; data?: string }
  /** What the run was made of: a run that is gone on with must find the same, or be told to take what is there now. */
  fingerprint?: Fingerprint
  /** Set where a run is gone on with. */
  again?: {
    /** 2 for the first time. */
    attempt: number
    /** Error of the first line that failed and does not run again. */
    firstError: { line: number; error: ErrorRecord } | null
  }
}
/** Hashes of content, by path. Files of the flow are relative to its folder, those of the data absolute. */
export interface Fingerprint {
  files: Record<string, string>
  data: Record<string, string>
  /** Of each node, by the name of the part: what its key is made of beside its inputs. */
  nodes?: Record<string, Record<string, string>>
}
export interface LineStart extends OfLine {
  type: "line-start"
  attempt: number
  inputs: Json
  /** What an earlier attempt of the line had counted for, and counts for no more. */
  earlier?: EarlierAttempt
}
export interface EarlierAttempt {
  /** Absent: it was cut off. */
  status?: LineStatus
  /** Milliseconds. */
  duration?: number
  /** By node, how it had ended. */
  nodes: Record<string, EndedNodeStatus>
}
/** The original's words (spec 4.5, `node_status`). */
export type EndedNodeStatus = "completed" | "failed" | "bypassed" | "canceled"
export interface NodeStart extends OfNode {
  type: "node-start"
  /** Shown form of what the tool is called with (spec 2.6): connections by name. */
  inputs: Json
}
export interface NodeLog extends OfNode {
  type: "node-log"
  stream: "stdout" | "stderr"
  /** As the original keeps it: each write prefixed with `[time] `. */
  text: string
}
export interface CallEnd extends OfNode {
  type: "call-end"
  connection: string
  model: string
  /** Hash of the request by content. */
  request: string
  usage?: Usage
  /** US dollars, by the prices of the time; absent where nobody knows the model's. */
  cost?: number
  /** Milliseconds: waiting for a permit or a retry, until the first token, in all. */
  waited: number
  firstToken?: number
  duration: number
  error?: ErrorRecord
  replayed?: boolean
  /** Its node may have ended before it: its usage is in no `node-end`. */
  late?: boolean
  /** Of a text that was handed on while it came: its pieces, a list, when it was at its end. */
  said?: Json
}
export interface NodeEnd extends OfNode {
  type: "node-end"
  output: Json
  /** Type name of a live Python object; its shown form is in `output`. */
  live?: string
  /** `hit`: the answer of another run; `miss`: none was found; `off`: none was looked for. */
  cache: "hit" | "miss" | "off"
  /** Hash of all that the answer depends on (contracts.md, Cache). */
  key?: string
  /** Other runs may have the answer under this key. */
  shared?: boolean
  /** The answer is that of an earlier attempt of this line: it cost nothing again. */
  reused?: boolean
  /** Where that is a text that is handed on in pieces: all of them. */
  said?: Json
  /** May be handed to another worker on resume (contracts.md, Journal). */
  portable: boolean
  /** Milliseconds. */
  duration: number
  calls?: ApiCall[]
  usage?: Usage
}
export interface NodeBypass extends OfLine {
  type: "node-bypass"
  node: string
  /** The condition that was not met, in words; empty when every input was bypassed. */
  condition: string
}
export interface NodeError extends OfNode {
  type: "node-error"
  error: ErrorRecord
  retrying: boolean
  /** What stands in for its answer, by the node's policy: the line goes on. */
  handled?: "skip" | "default" | "fallback"
  cancelled?: boolean
  duration: number
  calls?: ApiCall[]
  usage?: Usage
}
export interface LineEnd extends OfLine {
  type: "line-end"
  status: LineStatus
  outputs: Json | null
  error?: ErrorRecord
  /** Milliseconds since the line's start. */
  duration: number
}
export interface Metric {
  type: "metric"
  line: null
  name: string
  value: Json
  variant?: string
}
export interface RunEnd {
  type: "run-end"
  status: Exclude<RunState, "running" | "interrupted">
  counts: { done: number; failed: number; crashed: number; cancelled: number }
  error?: ErrorRecord
  /** Milliseconds. */
  duration: number
}

export type NewEvent =
  | RunStart
  | LineStart
  | NodeStart
  | NodeLog
  | CallEnd
  | NodeEnd
  | NodeBypass
  | NodeError
  | LineEnd
  | Metric
  | RunEnd

/** An event as the journal keeps it: numbered from 1 in its run, `at` in ms since the epoch. */
export type RunEvent = NewEvent & { v: number; run: string; seq: number; at: number }

/** Text or an item of a node that is still running: never kept, only shown. */
export interface NodeDelta {
  type: "node-delta"
  line: number | null
  node: string
  text: string
}
