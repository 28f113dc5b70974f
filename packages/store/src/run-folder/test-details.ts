import type { LineState, RunSummary } from "@internal/schema"
import { type Json, parse, stringify } from "@internal/value"
import { flowRunInfo, isFalsy, nodeRunInfo, type RecordContext } from "./run-records.ts"

export interface TestedFlow {
  /** Id of the test. */
  run: string
  summary: RunSummary
  /** The one line, and the aggregation stage if it ran. */
  line: LineState | undefined
  aggregation?: LineState
  /** Default `basic`. */
  messageFormat?: string
  flowId?: string
  kind?: RecordContext["kind"]
  /** Of a test of one node: the id that ends the node run's id. */
  alone?: { id: string; reduces?: boolean }
}

/** Contents of `flow.detail.json`, `flow.output.json` and `flow.metrics.json` (spec 3.10); absent ones are not written. */
export interface DetailFiles {
  detail: string
  output?: string
  metrics?: string
}

export function detailFiles(test: TestedFlow): DetailFiles {
  const { run, line, aggregation, alone, messageFormat = "basic", flowId, kind = "dag" } = test
  const context: RecordContext = { run, result: true, messageFormat, flowId, kind, alone }
  const metrics = Object.entries(test.summary.metrics).map(([name, v]) => `${JSON.stringify(name)}:${v.text}`)
  const kept = metrics.length > 0 ? `{${metrics.join(",")}}` : undefined
  // A flow whose aggregation stage ran has metrics in its record, even if there are none.
  const recorded = kept ?? (aggregation ? "{}" : undefined)
  const states = [line, aggregation].filter((state) => state !== undefined)
  const nodes = states.flatMap((state) =>
    kind === "dag" ? Array.from(state.nodes.values(), (node) => nodeRunInfo(node, state.line, context)) : [],
  )
  const flows = line && !alone ? [flowRunInfo(line, context, recorded)] : []
  const files: DetailFiles = {
    detail: pretty(`{"flow_runs":[${flows.join(",")}],"node_runs":[${nodes.join(",")}]}`),
  }
  const output = alone ? nodeOutput(states) : line?.status === "done" ? line.outputs : undefined
  if (output) files.output = pretty(output.text)
  if (kept) files.metrics = pretty(kept)
  return files
}

/** An output that Python calls false leaves no file (seen on the original). */
function nodeOutput(states: LineState[]): Json | undefined {
  const [node] = states.flatMap((state) => Array.from(state.nodes.values()))
  if (node?.status !== "completed" || !node.output) return undefined
  return isFalsy(node.output.text) || node.output.text === "null" ? undefined : node.output
}

function pretty(text: string): string {
  return stringify(parse(text), { indent: 2 })
}
