import type { ErrorRecord } from "./error.ts"
import type { ApiCall, CallEnd, EarlierAttempt, RunEvent } from "./event.ts"
import {
  addUsage,
  type LineState,
  type NodeCounts,
  type NodeState,
  type NodeStatus,
  newLineState,
  newNodeState,
  newUsage,
  type RunSummary,
} from "./states.ts"

/**
 * What is shown of runs, lines and nodes is reduced from events here and nowhere else. A reducer consumes the state it
 * is given (it may change it in place) and answers the state to go on with; it does nothing else.
 */

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
      else run.metrics = {} // those of an earlier attempt were of fewer lines
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
      if (event.said) node.said = event.said
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
      const node = event.late ? state.nodes.get(event.node) : undefined
      if (node && event.usage) node.usage = addUsage(node.usage ?? newUsage(), event.usage)
      if (node && event.said) node.said = event.said
      if (event.late) addUsage(state.usage, event.usage)
      break
    }
  }
  return state
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
