import { readProperty } from "@internal/flow"
import type { LineState, MediaStore, NewEvent, NodeValue, Plan } from "@internal/schema"
import { type Dict, Json, type Value } from "@internal/value"
import { aggregatedReferences } from "./aggregated-references.ts"
import type { LineOutcome } from "./line/line-context.ts"
import { loadFlowInputs, loadNested } from "./media/load-media.ts"
import { json, NULL } from "./values.ts"

/** A line that another run has done: its events, told again, and what the aggregation stage needs of it (spec 4.6). */
export interface EndedLine {
  /** With the times at which they happened. */
  events: (NewEvent & { at: number })[]
  outcome: LineOutcome
}

/** The same with its images, which records name, as images again; one whose file is gone stays what its record says. */
export async function withImagesAgain(
  outcome: LineOutcome,
  plan: Plan,
  store: MediaStore,
): Promise<LineOutcome> {
  const context = { store, format: plan.messageFormat, signal: new AbortController().signal }
  const again = (value: Value) => loadNested(value, context).catch(() => value)
  const aggregation = new Map<string, NodeValue>()
  for (const [text, value] of outcome.aggregation ?? []) {
    aggregation.set(text, value.kind === "json" ? json(await again(value.json.value)) : value)
  }
  const { inputs } = outcome
  return {
    ...outcome,
    aggregation,
    ...(inputs && {
      inputs: await loadFlowInputs(plan, inputs, { media: store }, context.signal).catch(() => inputs),
    }),
  }
}

/** What the entry of a flex flow answered: of a record `{"output": …}` only that (spec 2.6). */
function entryAnswer({ outputs }: LineState): Json {
  const value = outputs?.value
  const only = value instanceof Map && value.size === 1 ? value.get("output") : undefined
  return only === undefined ? (outputs ?? Json.of(null)) : Json.of(only)
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
        if (plan.kind === "flex") return [text, { kind: "json", json: entryAnswer(state) }]
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
