import { AggregationInputs, aggregate, type PreparedPlan } from "@internal/engine"
import { readProperty } from "@internal/flow"
import type { Binding, Host, NodeValue } from "@internal/schema"
import { type Dict, Json, metricNumber } from "@internal/value"
import type { Context } from "../context.ts"
import { Execution } from "../flow/execution.ts"
import type { Subject } from "./subject.ts"

type Metrics = (
  run: string,
  keys: readonly (string | number)[],
  signal: AbortSignal,
) => Promise<Record<string, number>>

/**
 * Runs an evaluation's aggregation again on some of its rows, from what its lines left in the journal: no line and no
 * model is called again (issue part 9). Undefined where an aggregation node calls a model.
 */
export async function metricsOnRows(
  context: Context,
  subjects: Subject[],
): Promise<({ metrics: Metrics } & AsyncDisposable) | undefined> {
  const stack = new AsyncDisposableStack()
  const evaluators = new Map<string, Evaluator[]>()
  const opened = new Map<string, Promise<Aggregation | undefined>>()
  const aggregationOf = (flow: string) => {
    const known = opened.get(flow) ?? openAggregation(context, flow, stack)
    opened.set(flow, known)
    return known
  }
  try {
    for (const { run, evaluations } of subjects) {
      const list: Evaluator[] = []
      for (const evaluation of evaluations) {
        const aggregation = await aggregationOf(evaluation.flowPath)
        if (!aggregation) continue
        list.push({ ...aggregation, rows: await rowsOf(context, evaluation.name, aggregation.execution) })
      }
      evaluators.set(run.name, list)
    }
  } catch {
    // Without the flow (moved, changed, its interpreter gone) there is only the per-row column; the comparison says so.
    await stack.disposeAsync()
    return undefined
  }
  if ([...evaluators.values()].every((list) => list.length === 0)) {
    await stack.disposeAsync()
    return undefined
  }
  return {
    metrics: async (run, keys, signal) => {
      const metrics: Record<string, number> = {}
      for (const { prepared, host, rows } of evaluators.get(run) ?? []) {
        const inputs = new AggregationInputs(prepared.plan.nodes)
        for (const [number, key] of keys.entries()) {
          const row = rows.get(Number(key))
          if (!row) continue
          const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
          inputs.add({ number, status: "done", inputs: row.inputs, aggregation: row.values, usage })
        }
        const result = await aggregate(inputs, { prepared, host, signal, nodeConcurrency: 16 })
        for (const [name, value] of result.metrics) {
          const number = metricNumber(value.value)
          const isNewest = !Object.hasOwn(metrics, name) // of several evaluations
          if (isNewest && number !== undefined && Number.isFinite(number)) metrics[name] = number
        }
      }
      return metrics
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

interface Aggregation {
  execution: Execution
  prepared: PreparedPlan
  host: Host
}

/** The aggregation of a flow, opened once for all runs of it; undefined where there is none, or one that calls models. */
async function openAggregation(
  context: Context,
  flow: string,
  stack: AsyncDisposableStack,
): Promise<Aggregation | undefined> {
  const execution = stack.use(await Execution.prepare(context, { flow, concurrency: 1, report: () => {} }))
  const nodes = execution.plan.nodes.filter((node) => node.stage === "aggregation")
  const callsModels = nodes.some(({ tool }) => tool.kind === "llm" || tool.kind === "custom_llm")
  if (execution.error || nodes.length === 0 || callsModels) return undefined
  const host = execution.host({ append: async () => {}, close: async () => {} })
  return { execution, prepared: await execution.ready(host), host }
}

interface Evaluator extends Aggregation {
  rows: Map<number, { inputs: Dict; values: Map<string, NodeValue> }>
}

/** Per done line what the aggregation nodes refer to: flow inputs, and outputs of line nodes from the journal. */
async function rowsOf(context: Context, run: string, execution: Execution): Promise<Evaluator["rows"]> {
  const store = await context.store()
  const references = execution.plan.nodes
    .filter((node) => node.stage === "aggregation")
    .flatMap((node) => Object.values(node.bindings))
    .filter((b): b is Binding & { kind: "node-output" } => b.kind === "node-output")
  const rows: Evaluator["rows"] = new Map()
  for (const { line, inputs } of await store.runs.lines(run, { status: ["done"], limit: 1_000_000 })) {
    const values = new Map<string, NodeValue>()
    if (references.length > 0) {
      const state = await store.runs.line(run, line)
      for (const { node, property, text } of references) {
        const output = state?.nodes.get(node)?.output
        values.set(text, { kind: "json", json: picked(output, property, node) })
      }
    }
    rows.set(line, { inputs: (inputs?.value ?? new Map()) as Dict, values })
  }
  return rows
}

function picked(output: Json | undefined, property: string, node: string): Json {
  if (!output) return Json.of(null)
  return property === "" ? output : Json.of(readProperty(output.value, property, node))
}
