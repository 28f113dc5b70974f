import {
  addUsage,
  callsOf,
  errorRecord,
  type LineSession,
  MillraceError,
  type PlannedNode,
  type Seat,
  toMillraceError,
} from "@internal/schema"
import { LineTimeout } from "../line/line-limit.ts"
import { nodeEnd, nodeError, shownInputs } from "../node-events.ts"
import type { Input, NodeCall } from "../nodes/node-call.ts"
import { runNode } from "../nodes/run-node.ts"
import { NodeRecall } from "../reuse/node-recall.ts"
import type { BoundValues } from "./bound-values.ts"
import type { GraphContext, NodeState } from "./graph-context.ts"
import type { ModelSpending } from "./model-spending.ts"
import { NodeLimit } from "./node-limit.ts"
import { awayFrom } from "./seat.ts"

/** How a node is executed where its policy says something. */
export interface NodeManner {
  /** How often it was executed before. */
  time?: number
  /** Seconds. */
  timeout?: number
  /** What becomes of a failure: it is tried again, something stands in for the answer, or nothing. */
  fate?(error: MillraceError): "retried" | "skip" | "default" | "fallback" | undefined
}

/** Executes the nodes of a graph one at a time, each from its `node-start` to its `node-end` or `node-error`. */
export class NodeExecutor {
  readonly #context: GraphContext
  readonly #values: BoundValues
  readonly #spending: ModelSpending
  readonly #seat: Seat

  constructor(parts: {
    context: GraphContext
    values: BoundValues
    spending: ModelSpending
    seat: Seat
  }) {
    this.#context = parts.context
    this.#values = parts.values
    this.#spending = parts.spending
    this.#seat = parts.seat
  }

  async execute(node: PlannedNode, manner: NodeManner = {}): Promise<NodeState> {
    const { host, line, prepared, sessions } = this.#context
    const inputs = await this.#values.inputs(node)
    const attempt = this.#attempt(node) + (manner.time ?? 0)
    void host.writer.append([
      { type: "node-start", line, node: node.name, attempt, inputs: shownInputs(node, inputs) },
    ])
    const started = host.clock.now()
    const { drops } = sessions
    this.#spending.begin(node.name)
    using limit = new NodeLimit(this.#context.signal, node.name, manner.timeout)
    const { signal } = limit
    const recall = new NodeRecall({ node, host, prepared, earlier: this.#context.earlier })
    try {
      const made = await untilAborted(runNode(this.#call(node, inputs, { attempt, recall, signal })), signal)
      const spent = this.#spending.end(node.name)
      const result = spent ? { ...made, usage: addUsage(spent, made.usage) } : made
      const ended = nodeEnd(node.name, line, attempt, result, host.clock.now() - started)
      await host.writer.append([{ ...ended, ...recall.told }])
      this.#spending.add(result.usage)
      return { status: "done", value: result.value, ...(result.escaped && { escaped: result.escaped }) }
    } catch (thrown) {
      const cancelled = this.#context.signal.aborted
      if (limit.isOver) await this.#dropWorker(node)
      const spent = this.#spending.end(node.name)
      const calls = callsOf(thrown)
      const error = cancelled
        ? stoppedNode(node.name, this.#context.signal.reason)
        : toMillraceError(limit.isOver ? limit.error : thrown, `node ${node.name}`)
      // the worker was another node's too, which did not end what it did
      const isDead = error.code === "WORKER_KILLED" || error.code === "WORKER_DIED"
      const lost = isDead && !limit.isOver && sessions.drops > drops
      const fate = cancelled ? undefined : lost ? "retried" : manner.fate?.(error)
      await host.writer.append([
        {
          ...(fate !== undefined && fate !== "retried" && { handled: fate }),
          ...nodeError(node.name, line, attempt, errorRecord(error), cancelled, host.clock.now() - started),
          ...(fate === "retried" && { retrying: true }),
          ...(spent && { usage: spent }),
          ...(calls.length > 0 && { calls }),
        },
      ])
      this.#spending.add(spent)
      if (lost && !cancelled) return this.execute(node, { ...manner, time: (manner.time ?? 0) + 1 })
      return cancelled ? { status: "cancelled" } : { status: "failed", error }
    }
  }

  /** Code that does not end is ended with its worker. */
  async #dropWorker({ tool }: PlannedNode): Promise<void> {
    const { sessions } = this.#context
    if (tool.kind === "javascript") await sessions.drop("javascript")
    else if (tool.kind === "python" || tool.kind === "custom_llm") await sessions.drop("python")
  }

  /** Counts on from the earlier attempt at the line. */
  #attempt({ name }: PlannedNode): number {
    return (this.#context.earlier?.attempts(name) ?? 0) + 1
  }

  #call(
    node: PlannedNode,
    inputs: Map<string, Input>,
    { attempt, recall, signal }: { attempt: number; recall: NodeRecall; signal: AbortSignal },
  ): NodeCall {
    const { prepared, host, line, sessions, metric, streaming } = this.#context
    const overridden = streaming !== undefined && prepared.feedsOutputsOnly(node.name)
    return {
      node,
      line,
      attempt,
      inputs,
      prepared,
      host,
      signal,
      ...(overridden && { stream: streaming }),
      ...(host.tracing && { traces: [] }),
      seat: this.#seat,
      waiting: (wait) => awayFrom(this.#seat, wait),
      recall: (key) => recall.find(key, signal),
      sink: {
        log: (stream, text) => {
          void host.writer.append([{ type: "node-log", line, node: node.name, attempt, stream, text }])
        },
        delta: (text) => host.delta?.({ type: "node-delta", line, node: node.name, text }),
        metric,
        modelCall: (made) => this.#spending.modelCall(node.name, made),
      },
      opened: (feed) => this.#spending.opened(feed),
      python: (): Promise<LineSession> => sessions.open("python"),
      javascript: (): Promise<LineSession> => sessions.open("javascript"),
      connection: (name) => prepared.connection(name),
    }
  }
}

/** The promise, or the signal's reason as soon as it is aborted: no wait outlives its line. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stop = () => reject(signal.reason)
    const settle =
      <Outcome>(tell: (outcome: Outcome) => void) =>
      (outcome: Outcome) => {
        signal.removeEventListener("abort", stop)
        tell(outcome)
      }
    signal.addEventListener("abort", stop)
    promise.then(settle(resolve), settle(reject))
  })
}

function stoppedNode(name: string, reason: unknown): MillraceError {
  if (!(reason instanceof LineTimeout)) return new MillraceError("TOOL_CANCELED", { node_name: name })
  return new MillraceError(
    "TOOL_CANCELED",
    { node_name: name, msg: reason.message },
    {
      message: `Node ${name} was stopped before it ended: ${reason.message}.`,
      format: "The node was stopped before it ended: {msg}.",
    },
  )
}
