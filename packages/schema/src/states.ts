import type { Json } from "@internal/value"
import type { ErrorRecord } from "./error.ts"
import type { ApiCall, EndedNodeStatus, Fingerprint, LineStatus, RunState } from "./event.ts"
import type { Usage } from "./model.ts"

/** What runs, lines and nodes are folded to (`fold.ts`), and how each begins. */

/** Times in ms since the epoch, durations in ms. */
export interface RunSummary {
  state: Exclude<RunState, "interrupted">
  flow: string
  variant: string | null
  startedAt: number | null
  endedAt: number | null
  duration: number | null
  /** Lines to run; null when not known. */
  lines: number | null
  /** Lines by state. */
  counts: LineCounts
  nodes: { [node: string]: NodeCounts }
  usage: Usage
  /** Calls that were made, by model. */
  models: { [model: string]: ModelSpending }
  /** Sum over ended lines, for averages. */
  lineDuration: number
  metrics: { [name: string]: Json }
  /** Error of the first failed line by number, `null` being the aggregation stage. */
  firstError: { line: number | null; error: ErrorRecord } | null
  /** Errors of aggregation nodes. */
  aggregationErrors: { [node: string]: ErrorRecord }
  /** What ended the run before its time. */
  error: ErrorRecord | null
  versions: { [software: string]: string }
  /** How often the run was started. */
  attempts: number
  /** What it was made of when it was started last. */
  fingerprint: Fingerprint | null
}
export interface LineCounts {
  running: number
  done: number
  failed: number
  crashed: number
  cancelled: number
}
/** What calls of one model came to; cached and reused answers are no calls. */
export interface ModelSpending extends Usage {
  calls: number
  /** US dollars of the calls whose price is known. */
  cost: number
  /** Calls that used tokens nobody knows the price of. */
  unpriced: number
}
/** Ended node runs, by the original's words (spec 4.5, `node_status`). */
export type NodeCounts = Record<EndedNodeStatus, number>

export type NodeStatus = "running" | EndedNodeStatus

export interface NodeState {
  node: string
  attempt: number
  status: NodeStatus
  startedAt: number
  endedAt: number | null
  duration: number | null
  /** Absent on a bypassed node. */
  inputs?: Json
  output?: Json
  /** Python type name when `output` is only the shown form. */
  live?: string
  /** Pieces of a text that was handed on while it came; absent until it was at its end. */
  said?: Json
  error?: ErrorRecord
  /** As the original keeps them: each write with its `[time] `. */
  stdout: string
  stderr: string
  calls: ApiCall[]
  usage?: Usage
  cache?: "hit" | "miss" | "off"
  /** See `NodeEnd`. */
  key?: string
  shared?: boolean
  portable?: boolean
  reused?: boolean
  /** Why it was bypassed. */
  condition?: string
}

/** A line in flight or ended, `line` null being the aggregation stage. Nodes are in the order in which they started. */
export interface LineState {
  line: number | null
  attempt: number
  status: "running" | LineStatus
  startedAt: number
  endedAt: number | null
  duration: number | null
  inputs: Json | null
  outputs: Json | null
  error: ErrorRecord | null
  usage: Usage
  nodes: Map<string, NodeState>
}

export function newUsage(): Usage {
  return { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
}

/** The sum of two counts, in `sum`. */
export function addUsage(sum: Usage, usage: Usage | undefined): Usage {
  if (!usage) return sum
  sum.prompt_tokens += usage.prompt_tokens
  sum.completion_tokens += usage.completion_tokens
  sum.total_tokens += usage.total_tokens
  if (usage.estimated) sum.estimated = true
  return sum
}

export function newRunSummary(): RunSummary {
  return {
    state: "running",
    flow: "",
    variant: null,
    startedAt: null,
    endedAt: null,
    duration: null,
    lines: null,
    counts: { running: 0, done: 0, failed: 0, crashed: 0, cancelled: 0 },
    // no prototype: a node may be called `constructor`
    nodes: Object.create(null),
    usage: newUsage(),
    models: Object.create(null),
    lineDuration: 0,
    metrics: Object.create(null),
    firstError: null,
    aggregationErrors: {},
    error: null,
    versions: {},
    attempts: 1,
    fingerprint: null,
  }
}

export function newLineState(line: number | null, at: number): LineState {
  return {
    line,
    attempt: 1,
    status: "running",
    startedAt: at,
    endedAt: null,
    duration: null,
    inputs: null,
    outputs: null,
    error: null,
    usage: newUsage(),
    nodes: new Map(),
  }
}

export function newNodeState(node: string, status: NodeStatus, at: number): NodeState {
  return {
    node,
    attempt: 1,
    status,
    startedAt: at,
    endedAt: null,
    duration: null,
    stdout: "",
    stderr: "",
    calls: [],
  }
}
