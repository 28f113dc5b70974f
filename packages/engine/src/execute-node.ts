import { type Argument, type Host, MillraceError } from "@internal/schema"
import { Json, type Value } from "@internal/value"
import type { PreparedPlan } from "./prepare.ts"
import { runGraph } from "./run-graph.ts"
import { Sessions } from "./sessions.ts"
import { json, NULL, shown } from "./values.ts"

export interface NodeInputs {
  /** Values by the text of the reference (`${inputs.x}` in its normalised form, `${n.output.p}`). */
  references: Map<string, Value>
  /** Literals that were given another value (Appendix B, 10). */
  literals: Map<string, Value>
}

export interface NodeOutcome {
  status: "done" | "failed" | "cancelled"
  output?: Json
  metrics: Map<string, Json>
  error?: MillraceError
}

/** Runs one node alone with given values; its activation is ignored (spec 3.9). Resolves every connection of the flow. */
export async function executeNode(
  prepared: PreparedPlan,
  name: string,
  inputs: NodeInputs,
  host: Host,
  options: { signal?: AbortSignal; timeout?: number } = {},
): Promise<NodeOutcome> {
  const found = prepared.plan.nodes.find((node) => node.name === name)
  if (!found) throw new MillraceError("SINGLE_NODE_INVALID", { reason: `There is no node ${name} in the flow` })
  const { activate: _ignored, ...rest } = found
  const bindings = { ...found.bindings }
  for (const [key, value] of inputs.literals) bindings[key] = { kind: "literal", value: Json.of(value) }
  const node = { ...rest, bindings, after: [] }
  const wrapped = (value: Value): Argument =>
    found.stage === "aggregation" ? { kind: "list", items: [json(value)] } : json(value)

  const signal = options.signal ?? new AbortController().signal
  const metrics = new Map<string, Json>()
  await using sessions = new Sessions(host, null, signal)
  const { states, failure } = await runGraph([node], {
    prepared,
    host,
    line: null,
    sessions,
    signal,
    nodeConcurrency: 1,
    outside: (binding) => {
      const value = inputs.references.get(binding.text)
      return value === undefined ? NULL : wrapped(value)
    },
    metric: (key, value) => metrics.set(key, value),
  })
  if (failure) return { status: "failed", error: failure.error, metrics }
  const state = states.get(name)
  if (state?.status !== "done") return { status: "cancelled", error: new MillraceError("CANCELED"), metrics }
  const { value } = state
  if (value.kind === "json") return { status: "done", output: value.json, metrics }
  const session = await sessions.open("python")
  const quiet = { log: () => {}, delta: () => {}, metric: () => {} }
  const output = value.iterable ? await session.join(value, quiet) : await session.output(value).catch(() => shown(value))
  return { status: "done", output, metrics }
}
