import { readProperty } from "@internal/flow"
import type { LineState, NewEvent, Plan } from "@internal/schema"
import type { Dict } from "@internal/value"
import { aggregatedReferences } from "./aggregated-references.ts"
import type { LineOutcome } from "./run-line.ts"
import { json, NULL } from "./values.ts"

/** A line that another run has done: its events, told again, and what the aggregation stage needs of it (spec 4.6). */
export interface EndedLine {
  /** With the times at which they happened. */
  events: (NewEvent & { at: number })[]
  outcome: LineOutcome
}

/** The outcome of a done line from its records; what lived in a worker then is now what records show of it. */
export function endedOutcome(plan: Plan, state: LineState): LineOutcome {
  const inputs = state.inputs?.value
  const outcome: LineOutcome = {
    number: state.line ?? 0,
    status: "done",
    usage: state.usage,
    aggregation: new Map(
      aggregatedReferences(plan).map(({ text, node, property }) => {
        const output = state.nodes.get(node)?.output
        if (!output) return [text, NULL]
        return [
          text,
          property === "" ? { kind: "json", json: output } : json(readProperty(output.value, property, node)),
        ]
      }),
    ),
  }
  if (inputs instanceof Map) outcome.inputs = inputs as Dict
  if (state.outputs) outcome.outputs = state.outputs
  return outcome
}
