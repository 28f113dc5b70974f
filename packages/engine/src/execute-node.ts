import { type Host, MillraceError } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import type { PreparedPlan } from "./prepare.ts"
import { runGraph } from "./run-graph.ts"
import { Sessions } from "./sessions.ts"
import { NULL, shown } from "./values.ts"

export interface NodeOutcome {
  status: "done" | "failed" | "cancelled"
  output?: Json
  metrics: Map<string, Json>
  error?: MillraceError
}

/**
 * Runs one node alone; its activation is ignored (spec 3.9). `values` replace its references and literals by the names of
 * its inputs, as `resolveNodeInputs` answers them.
 */
export async function executeNode(
  prepared: PreparedPlan,
  name: string,
  values: Dict,
  host: Host,
  signal: AbortSignal,
): Promise<NodeOutcome> {
  const found = prepared.plan.nodes.find((node) => node.name === name)
  if (!found)
    throw new MillraceError("SINGLE_NODE_INVALID", { reason: `There is no node ${name} in the flow` })
  const { activate: _ignored, ...rest } = found
  const bindings = { ...found.bindings }
  for (const [key, value] of values) {
    // A connection is given by name, like the literal that it replaces.
    const old = bindings[key]
    if (old?.kind === "connection") bindings[key] = { ...old, name: String(value) }
    else bindings[key] = { kind: "literal", value: Json.of(value) }
  }
  const metrics = new Map<string, Json>()
  await using sessions = new Sessions(host, null, signal)
  const { states, failure } = await runGraph([{ ...rest, bindings, after: [] }], {
    prepared,
    host,
    line: null,
    sessions,
    signal,
    nodeConcurrency: 1,
    outside: () => NULL,
    metric: (key, value) => metrics.set(key, value),
  })
  if (failure) return { status: "failed", error: failure.error, metrics }
  const state = states.get(name)
  if (state?.status !== "done") return { status: "cancelled", error: new MillraceError("CANCELED"), metrics }
  const { value } = state
  if (value.kind === "json") return { status: "done", output: value.json, metrics }
  const session = await sessions.open("python")
  const quiet = { log: () => {}, delta: () => {}, metric: () => {} }
  const output = value.iterable
    ? await session.join(value, quiet)
    : await session.output(value).catch(() => shown(value))
  return { status: "done", output, metrics }
}
