import {
  type Argument,
  type Binding,
  type EarlierAttempts,
  failureStatus,
  type Host,
  type LineStatus,
  type MillraceError,
  type NodeValue,
  type PlannedNode,
  stopsRun,
} from "@internal/schema"
import { Json } from "@internal/value"
import { runGraph } from "./graph/run-graph.ts"
import type { LineOutcome } from "./line/line-context.ts"
import type { PreparedPlan } from "./prepare.ts"
import { EarlierLine, earlierAttempt } from "./reuse/earlier-line.ts"
import { Sessions } from "./sessions.ts"
import { json, NULL } from "./values.ts"

export interface AggregateContext {
  prepared: PreparedPlan
  host: Host
  signal: AbortSignal
  nodeConcurrency: number
  /** What an earlier start of the run has done of it. */
  earlier?: EarlierAttempts | undefined
}

export interface AggregateResult {
  /** `cancelled`: it was stopped, or may spend no more. */
  status: LineStatus
  metrics: Map<string, Json>
  failure?: { node: string; error: MillraceError }
}

/** What the aggregation stage needs of the done lines, kept small: only what some aggregation node refers to. */
export class AggregationInputs {
  readonly #lines: { number: number; values: Map<string, NodeValue> }[] = []
  readonly #references: (Binding & { kind: "flow-input" | "node-output" })[]

  constructor(nodes: readonly PlannedNode[]) {
    this.#references = nodes
      .filter((node) => node.stage === "aggregation")
      .flatMap((node) => [...Object.values(node.bindings), ...(node.activate ? [node.activate.when] : [])])
      .filter(
        (b): b is Binding & { kind: "flow-input" | "node-output" } =>
          b.kind === "flow-input" || b.kind === "node-output",
      )
  }

  /** `read`: also of a line that failed after its nodes were done. */
  add(line: LineOutcome, read = false): void {
    const counts = line.status === "done" || (read && line.aggregation)
    if (!counts || this.#references.length === 0) return
    const values = new Map<string, NodeValue>(line.aggregation)
    for (const reference of this.#references) {
      if (reference.kind !== "flow-input") continue
      values.set(reference.text, json(line.inputs?.get(reference.name) ?? null))
    }
    this.#lines.push({ number: line.number, values })
  }

  /** One value per done line, in order of line number, null where the node was bypassed (spec 3.7). */
  list(text: string): Argument {
    this.#lines.sort((a, b) => a.number - b.number)
    return { kind: "list", items: this.#lines.map((line) => line.values.get(text) ?? NULL) }
  }
}

/** The aggregation stage of a run (spec 3.7): once, after all lines; a failure keeps the metrics logged so far. */
export async function aggregate(
  inputs: AggregationInputs,
  context: AggregateContext,
): Promise<AggregateResult> {
  const { prepared, host, signal, nodeConcurrency, earlier } = context
  const nodes = prepared.plan.nodes.filter((node) => node.stage === "aggregation")
  const metrics = new Map<string, Json>()
  if (nodes.length === 0) return { status: "done", metrics }
  const started = host.clock.now()
  void host.writer.append([
    {
      type: "line-start",
      line: null,
      attempt: (earlier?.last.attempt ?? 0) + 1,
      inputs: Json.of(null),
      ...(earlier && { earlier: earlierAttempt(earlier.last) }),
    },
  ])
  await using sessions = new Sessions(host, null, signal)
  const { failure, settle } = await runGraph(nodes, {
    ...(earlier && { earlier: EarlierLine.ofStage(earlier, nodes) }),
    prepared,
    host,
    line: null,
    sessions,
    signal,
    nodeConcurrency,
    outside: (binding) => inputs.list(binding.text),
    metric: (name, value, variant) => {
      metrics.set(name, value)
      void host.writer.append([
        { type: "metric", line: null, name, value, ...(variant !== undefined && { variant }) },
      ])
    },
  })
  await settle()
  const status = statusOf(failure, signal)
  await host.writer.append([
    {
      type: "line-end",
      line: null,
      status,
      outputs: null,
      duration: host.clock.now() - started,
    },
  ])
  return { status, metrics, ...(failure && { failure }) }
}

function statusOf(failure: AggregateResult["failure"], signal: AbortSignal): LineStatus {
  if (signal.aborted || (failure && stopsRun(failure.error))) return "cancelled"
  return failure ? failureStatus(failure.error) : "done"
}
