import type { Json } from "@internal/value"
import type { ErrorRecord } from "./error.ts"
import type {
  ApiCall,
  CallEnd,
  EarlierAttempt,
  EndedNodeStatus,
  Fingerprint,
  LineStatus,
  RunEvent,
  RunState,
} from "./event.ts"
import type { Usage } from "./model.ts"

/**
 * What is shown of runs, lines and nodes is reduced from events here and nowhere else. A reducer consumes the state it
 * is given (it may change it in place) and answers the state to go on with; it does nothing else.
 */

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

export function reduceRun(run: RunSummary, event: RunEvent): RunSummary {
  switch (event.type) {
    case "run-start":
      run.state = "running"
      run.flow = event.flow
      run.variant = event.variant ?? null
      run.lines = event.lines
      run.startedAt ??= event.at
      run.endedAt = null
      run.error = null
      run.counts.running = 0
      if (event.fingerprint) run.fingerprint = event.fingerprint
      if (event.again) {
        run.attempts = event.again.attempt
        run.firstError = event.again.firstError
      }
      run.versions = Object.fromEntries(Object.entries(event.versions).filter(([, v]) => v !== undefined))
      break
    case "line-start":
      if (event.line !== null) run.counts.running++
      if (event.earlier) forget(run, event.line, event.earlier)
      break
    case "node-end":
      nodeCounts(run, event.node).completed++
      if (!event.reused) addUsage(run.usage, event.usage)
      break
    case "call-end":
      if (event.late) addUsage(run.usage, event.usage)
      addCall(run, event)
      break
    case "node-bypass":
      nodeCounts(run, event.node).bypassed++
      break
    case "node-error":
      addUsage(run.usage, event.usage)
      if (event.retrying) break
      nodeCounts(run, event.node)[event.cancelled ? "canceled" : "failed"]++
      if (event.line === null && !event.cancelled && !event.handled)
        run.aggregationErrors[event.node] = event.error
      break
    case "line-end":
      if (event.line === null) break
      run.counts.running--
      run.counts[event.status]++
      run.lineDuration += event.duration
      if (event.error) noteError(run, event.line, event.error)
      break
    case "metric":
      run.metrics[event.name] = event.value
      break
    case "run-end":
      run.state = event.status
      run.endedAt = event.at
      run.duration = event.duration
      run.error = event.error ?? null
      break
  }
  return run
}

/** An attempt that another one takes the place of. What it spent stays spent. */
function forget(run: RunSummary, line: number | null, { status, duration, nodes }: EarlierAttempt): void {
  for (const [node, ended] of Object.entries(nodes)) {
    nodeCounts(run, node)[ended]--
    if (line === null && ended === "failed") delete run.aggregationErrors[node]
  }
  if (status === undefined || line === null) return
  run.counts[status]--
  run.lineDuration -= duration ?? 0
}

function addCall(run: RunSummary, { model, usage, cost }: CallEnd): void {
  run.models[model] ??= { ...newUsage(), calls: 0, cost: 0, unpriced: 0 }
  const spent = run.models[model]
  addUsage(spent, usage)
  spent.calls++
  if (cost !== undefined) spent.cost += cost
  else if (usage && usage.total_tokens > 0) spent.unpriced++
}

function nodeCounts(run: RunSummary, node: string): NodeCounts {
  run.nodes[node] ??= { completed: 0, failed: 0, bypassed: 0, canceled: 0 }
  return run.nodes[node]
}

function noteError(run: RunSummary, line: number, error: ErrorRecord): void {
  const first = run.firstError?.line
  if (first === undefined || first === null || line < first) run.firstError = { line, error }
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

/** The line of `event` after it; `line` is undefined before the line's first event. Other lines' events change nothing. */
export function reduceLine(line: LineState | undefined, event: RunEvent): LineState | undefined {
  if (!("line" in event) || event.type === "metric") return line
  const state = line ?? newLineState(event.line, event.at)
  if (state.line !== event.line) return state
  switch (event.type) {
    case "line-start": {
      const fresh = newLineState(event.line, event.at)
      return Object.assign(fresh, { attempt: event.attempt, inputs: event.inputs })
    }
    case "line-end":
      state.status = event.status
      state.endedAt = event.at
      state.duration = event.duration
      state.outputs = event.outputs
      state.error = event.error ?? null
      break
    case "node-start": {
      const node = newNodeState(event.node, "running", event.at)
      state.nodes.set(event.node, Object.assign(node, { attempt: event.attempt, inputs: event.inputs }))
      break
    }
    case "node-bypass": {
      const node = newNodeState(event.node, "bypassed", event.at)
      const ended = { endedAt: event.at, duration: 0, condition: event.condition }
      state.nodes.set(event.node, Object.assign(node, ended))
      break
    }
    case "node-log":
      nodeOf(state, event)[event.stream] += event.text
      break
    case "node-end": {
      const node = endNode(state, event, "completed")
      node.output = event.output
      if (event.live !== undefined) node.live = event.live
      node.cache = event.cache
      node.portable = event.portable
      if (event.key !== undefined) node.key = event.key
      if (event.shared) node.shared = true
      if (event.reused) node.reused = true
      if (event.usage) node.usage = event.usage
      addUsage(state.usage, event.usage)
      break
    }
    case "node-error": {
      const node = endNode(state, event, event.cancelled ? "canceled" : "failed")
      node.error = event.error
      if (event.usage) node.usage = event.usage
      addUsage(state.usage, event.usage)
      break
    }
    case "call-end": {
      const node = event.late && event.usage ? state.nodes.get(event.node) : undefined
      if (node) node.usage = addUsage(node.usage ?? newUsage(), event.usage)
      if (event.late) addUsage(state.usage, event.usage)
      break
    }
  }
  return state
}

function newNodeState(node: string, status: NodeStatus, at: number): NodeState {
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

/** A node's state; one that failed before it could start has none yet. */
function nodeOf(state: LineState, event: { node: string; at: number }): NodeState {
  let node = state.nodes.get(event.node)
  if (!node) {
    node = newNodeState(event.node, "running", event.at)
    state.nodes.set(event.node, node)
  }
  return node
}

function endNode(
  state: LineState,
  event: { node: string; at: number; attempt: number; duration: number; calls?: ApiCall[] },
  status: NodeStatus,
): NodeState {
  const node = nodeOf(state, event)
  node.status = status
  node.attempt = event.attempt
  node.endedAt = event.at
  node.duration = event.duration
  node.calls = event.calls ?? []
  return node
}
