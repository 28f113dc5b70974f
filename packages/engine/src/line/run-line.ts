import { castInputs, withDefaults } from "@internal/flow"
import {
  errorRecord,
  failureStatus,
  type LineStatus,
  MillraceError,
  type NewEvent,
  type NodeValue,
  type Plan,
  toMillraceError,
  type Usage,
} from "@internal/schema"
import { Json, type Value } from "@internal/value"
import { runGraph } from "../graph/run-graph.ts"
import { loadFlowInputs } from "../media/load-media.ts"
import { EarlierLine, earlierAttempt } from "../reuse/earlier-line.ts"
import { Sessions } from "../sessions.ts"
import { json, NULL } from "../values.ts"
import type { LineContext, LineInput, LineOutcome } from "./line-context.ts"
import { LineLimit } from "./line-limit.ts"
import { ResultReader } from "./result-reader.ts"

const NO_USAGE: Usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }

/** One line from its inputs to its `line-end` (spec 3.2). Never rejects for what the flow or its data do. */
export async function runLine(line: LineInput, context: LineContext): Promise<LineOutcome> {
  const { host } = context
  const started = host.clock.now()
  const outcome = await execute(line, context)
  await host.writer.append([
    {
      type: "line-end",
      line: line.number,
      status: outcome.status,
      outputs: outcome.outputs ?? null,
      ...(outcome.error && { error: errorRecord(outcome.error) }),
      duration: host.clock.now() - started,
    },
  ])
  return outcome
}

async function execute(line: LineInput, context: LineContext): Promise<LineOutcome> {
  const { host, prepared } = context
  const { number } = line
  let inputs: Map<string, Value>
  // Inputs that do not fit are recorded as they were given, those with an image that cannot be read not at all: seen on
  // the original.
  let shown = line.error ? null : withDefaults(prepared.plan.inputs, line.inputs)
  using limit = new LineLimit(context.signal, context.timeout, context.grace)
  try {
    if (line.error) throw line.error
    const cast = castInputs(prepared.plan.inputs, line.inputs, number)
    shown = null
    inputs = await loadFlowInputs(prepared.plan, cast, host, limit.signal)
  } catch (thrown) {
    void host.writer.append([lineStart(line, Json.of(shown))])
    if (limit.signal.aborted) return { number, ...limit.stopped(number, prepared.plan.kind), usage: NO_USAGE }
    return { number, usage: NO_USAGE, ...failed(toMillraceError(thrown)) }
  }
  const recorded = prepared.plan.kind !== "dag" ? withDefaults(prepared.plan.inputs, line.inputs) : inputs
  void host.writer.append([lineStart(line, Json.of(recorded))])
  const base = { number, inputs }

  await using sessions = new Sessions(host, number, limit.signal)
  const cache = new Map<string, NodeValue>()
  const flowInput = (name: string): NodeValue => {
    const known = cache.get(name)
    if (known) return known
    const value = inputs.get(name)
    if (value === undefined)
      throw new MillraceError("INPUT_UNDECLARED", {
        input_name: name,
        flow_input_keys: [...inputs.keys()].join(", "),
      })
    const made = json(value)
    cache.set(name, made)
    return made
  }
  const nodes = prepared.plan.nodes.filter((node) => node.stage === "line")
  const graph = await runGraph(nodes, {
    ...(line.earlier && { earlier: new EarlierLine(line.earlier, nodes, readOff(prepared.plan, context)) }),
    prepared,
    host,
    line: number,
    sessions,
    signal: limit.signal,
    nodeConcurrency: context.nodeConcurrency,
    outside: (binding) => (binding.kind === "flow-input" ? flowInput(binding.name) : NULL),
    ...(prepared.plan.kind === "flex" && {
      absent: new Set(prepared.plan.inputs.flatMap(({ name }) => (inputs.has(name) ? [] : [name]))),
    }),
    metric: () => {}, // outside the aggregation stage a metric goes nowhere (spec 3.7)
    ...(context.slot && { slot: context.slot }),
    ...(context.streaming !== undefined && { streaming: context.streaming }),
  })
  const { usage } = graph
  const outcome = await read()
  const kept = Array.from(
    outcome.aggregation?.values() ?? [],
    (value) => value.kind === "live" && value.stream,
  )
  await graph.settle(new Set(kept))
  return outcome

  async function read(): Promise<LineOutcome> {
    if (limit.signal.aborted) return { ...base, usage, ...limit.stopped(number, prepared.plan.kind) }
    if (graph.failure) return { ...base, usage, ...failed(graph.failure.error) }
    const reader = new ResultReader(graph, sessions, flowInput, context)
    try {
      const outputs = await reader.outputs()
      return {
        ...base,
        usage,
        status: "done",
        outputs,
        ...(reader.bare && { bare: reader.bare }),
        aggregation: await reader.aggregation(),
      }
    } catch (thrown) {
      if (limit.signal.aborted) return { ...base, usage, ...limit.stopped(number, prepared.plan.kind) }
      const error = toMillraceError(thrown)
      // its nodes have done all that an aggregation may want
      const aggregation =
        error.code === "OUTPUT_UNSERIALIZABLE" ? await reader.aggregation().catch(() => undefined) : undefined
      return { ...base, usage, ...failed(error), ...(aggregation && { aggregation }) }
    }
  }
}

/** Names of nodes whose values leave the line. */
function readOff({ outputs }: Plan, { aggregated }: LineContext): Set<string> {
  const bindings = [...outputs.map(({ binding }) => binding), ...aggregated]
  return new Set(bindings.flatMap((binding) => (binding.kind === "node-output" ? [binding.node] : [])))
}

function lineStart({ number, earlier }: LineInput, inputs: Json): NewEvent {
  const event = {
    type: "line-start" as const,
    line: number,
    attempt: (earlier?.last.attempt ?? 0) + 1,
    inputs,
  }
  return earlier ? { ...event, earlier: earlierAttempt(earlier.last) } : event
}

function failed(error: MillraceError): { status: LineStatus; error: MillraceError } {
  return { status: failureStatus(error), error }
}
