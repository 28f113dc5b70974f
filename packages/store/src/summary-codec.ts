import { newRunSummary, type RunSummary } from "@internal/schema"
import { type Dict, Json, parse } from "@internal/value"

/** The fold of a run as its row keeps it: a line of plain JSON, and one of metrics, which are exact values. */
export function encodeSummary(summary: RunSummary): string {
  const metrics = Object.entries(summary.metrics).map(
    ([name, value]) => `${JSON.stringify(name)}:${value.text}`,
  )
  return `${JSON.stringify({ ...summary, metrics: undefined })}\n{${metrics.join(",")}}`
}

export function decodeSummary(text: string): RunSummary {
  const end = text.indexOf("\n")
  const summary = newRunSummary()
  const { nodes, models, ...rest } = JSON.parse(text.slice(0, end)) as RunSummary
  Object.assign(summary, rest)
  Object.assign(summary.nodes, nodes)
  Object.assign(summary.models, models)
  // encodeSummary wrote an object
  for (const [name, value] of parse(text.slice(end + 1)) as Dict) summary.metrics[name] = Json.of(value)
  return summary
}
