import { type Binding, type Host, type MediaStore, MillraceError, type Plan } from "@internal/schema"
import { type Dict, Json, str, type Value } from "@internal/value"
import { runGraph } from "./graph/run-graph.ts"
import { loadNamed } from "./media/load-media.ts"
import { joined } from "./nodes/text-feed.ts"
import type { PreparedPlan } from "./prepare.ts"
import { Sessions } from "./sessions.ts"
import { NULL, shown } from "./values.ts"

export interface NodeOutcome {
  status: "done" | "failed" | "cancelled"
  output?: Json
  /** How Python shows an output that is no plain value and no dict. */
  printed?: string
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
  for (const [key, given] of values) {
    // A connection is given by name, like the literal that it replaces.
    const old = bindings[key]
    const value = host.media ? await loadGiven(key, given, old, prepared.plan, host.media, signal) : given
    if (old?.kind === "connection") bindings[key] = { ...old, name: String(value) }
    else bindings[key] = { kind: "literal", value: Json.of(value) }
  }
  const metrics = new Map<string, Json>()
  await using sessions = new Sessions(host, null, signal)
  const { states, failure, settle, modelCall } = await runGraph([{ ...rest, bindings, after: [] }], {
    prepared,
    host,
    line: null,
    sessions,
    signal,
    nodeConcurrency: 1,
    outside: () => NULL,
    metric: (key, value) => metrics.set(key, value),
  })
  const outcome = await read()
  await settle()
  return outcome

  async function read(): Promise<NodeOutcome> {
    if (failure) return { status: "failed", error: failure.error, metrics }
    const state = states.get(name)
    if (state?.status !== "done")
      return { status: "cancelled", error: new MillraceError("CANCELED"), metrics }
    const { value } = state
    if (value.kind === "json") return { status: "done", output: value.json, metrics }
    if (value.stream) return { status: "done", output: await joined(value.stream), metrics }
    const session = await sessions.open("python")
    const quiet = { log: () => {}, delta: () => {}, metric: () => {}, modelCall }
    const output = value.iterable
      ? await session.join(value, quiet)
      : await session.output(value).catch(() => shown(value))
    if (output.value instanceof Map) return { status: "done", output, metrics }
    const [text] = await session.look(value, "print", Json.of(null))
    return {
      status: "done",
      output,
      ...(text?.kind === "json" && { printed: str(text.json.value) }),
      metrics,
    }
  }
}

/** Images of what was given: for a flow input as its type says, for an output of a node wherever there is one. */
async function loadGiven(
  key: string,
  value: Value,
  replaced: Binding | undefined,
  { inputs, messageFormat: format }: Plan,
  store: MediaStore,
  signal: AbortSignal,
): Promise<Value> {
  const type =
    replaced?.kind === "flow-input"
      ? inputs.find((port) => port.name === replaced.name)?.type
      : replaced?.kind === "node-output"
        ? "object"
        : undefined
  if (type !== "image" && type !== "list" && type !== "object") return value
  return loadNamed(key, value, type === "image", { store, format, signal })
}
