import { castInputs, withDefaults } from "@internal/flow"
import {
  type Binding,
  errorRecord,
  type Host,
  type LineStatus,
  MillraceError,
  type NodeValue,
  type OutputPort,
  type Plan,
  toMillraceError,
  type Usage,
} from "@internal/schema"
import { Json, type Value } from "@internal/value"
import { loadFlowInputs } from "./media/load-media.ts"
import { joined } from "./nodes/text-feed.ts"
import type { PreparedPlan } from "./prepare.ts"
import { type GraphResult, type NodeState, runGraph } from "./run-graph.ts"
import { Sessions } from "./sessions.ts"
import { json, NULL, property } from "./values.ts"

export interface LineInput {
  number: number
  /** As mapped; defaults and casts are applied here. */
  inputs: Map<string, Value>
  /** Why the line cannot run: its row could not be read. */
  error?: MillraceError
}

export interface LineOutcome {
  number: number
  status: LineStatus
  /** Cast inputs; undefined if they could not be cast. */
  inputs?: Map<string, Value>
  outputs?: Json
  /** What a flex flow or a prompty answered instead of a dict; `text`: as Python prints it, where that is not the JSON's. */
  bare?: { json: Json; text?: string }
  /** Values that the aggregation stage reads, by reference text; only of done lines. */
  aggregation?: Map<string, NodeValue>
  error?: MillraceError
  usage: Usage
}

export interface LineContext {
  prepared: PreparedPlan
  host: Host
  signal: AbortSignal
  nodeConcurrency: number
  /** Seconds; undefined: no limit. */
  timeout?: number
  /** References to line nodes that aggregation nodes make. */
  aggregated: (Binding & { kind: "node-output" })[]
  slot?: { give(): void; take(): Promise<void> }
  /** See `ExecuteOptions`. */
  streaming?: boolean
}

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
  using limit = new Limit(context.signal, context.timeout)
  try {
    if (line.error) throw line.error
    inputs = await loadFlowInputs(
      prepared.plan,
      castInputs(prepared.plan.inputs, line.inputs, number),
      host,
      limit.signal,
    )
  } catch (thrown) {
    void host.writer.append([{ type: "line-start", line: number, attempt: 1, inputs: Json.of(null) }])
    if (limit.signal.aborted) return { number, ...stopped(context, number), usage: NO_USAGE }
    return { number, status: "failed", error: toMillraceError(thrown), usage: NO_USAGE }
  }
  const recorded = prepared.plan.kind !== "dag" ? withDefaults(prepared.plan.inputs, line.inputs) : inputs
  void host.writer.append([{ type: "line-start", line: number, attempt: 1, inputs: Json.of(recorded) }])
  const base = { number, inputs }

  await using sessions = new Sessions(host, number, limit.signal)
  const cache = new Map<string, NodeValue>()
  const flowInput = (name: string): NodeValue => {
    const known = cache.get(name)
    if (known) return known
    const value = inputs.get(name)
    if (value === undefined)
      throw new MillraceError("INPUT_MISSING", { input_name: name, line_info: ` in line ${number}` })
    const made = json(value)
    cache.set(name, made)
    return made
  }
  const nodes = prepared.plan.nodes.filter((node) => node.stage === "line")
  const graph = await runGraph(nodes, {
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
    if (limit.signal.aborted) return { ...base, usage, ...stopped(context, number) }
    if (graph.failure) return { ...base, usage, ...failed(graph.failure.error) }
    try {
      const reader = new ResultReader(graph, sessions, flowInput, context)
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
      if (limit.signal.aborted) return { ...base, usage, ...stopped(context, number) }
      return { ...base, usage, ...failed(toMillraceError(thrown)) }
    }
  }
}

function failed(error: MillraceError): { status: LineStatus; error: MillraceError } {
  // Our own fault or the machine's is not the user's: a worker that died is, since its code killed it (spec 4.4).
  const ours = error.entry.category === "internal" && error.code === "INTERNAL"
  return { status: ours ? "crashed" : "failed", error }
}

function stopped(context: LineContext, number: number): { status: LineStatus; error: MillraceError } {
  if (context.signal.aborted) {
    const { reason } = context.signal
    if (reason instanceof MillraceError && reason.code === "BATCH_TIMEOUT") {
      const timeout = reason.data.batch_timeout_sec
      return {
        status: "failed",
        error: new MillraceError("LINE_BATCH_TIMEOUT", { line_number: number, timeout }),
      }
    }
    return { status: "cancelled", error: new MillraceError("CANCELED") }
  }
  return {
    status: "failed",
    error: new MillraceError("LINE_TIMEOUT", { line_number: number, timeout: context.timeout }),
  }
}

/** The outer signal, with a time limit of the line's own. */
class Limit implements Disposable {
  readonly #outer: AbortSignal
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined
  readonly #stop = () => this.#controller.abort(this.#outer.reason)

  constructor(outer: AbortSignal, seconds: number | undefined) {
    this.#outer = outer
    if (outer.aborted) this.#stop()
    outer.addEventListener("abort", this.#stop)
    if (seconds !== undefined) {
      this.#timer = setTimeout(() => this.#controller.abort(new Error("line timeout")), seconds * 1000)
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#outer.removeEventListener("abort", this.#stop)
  }
}

/** A node has the section `output` only. The flow's outputs do not look at it: `${n.output[0]}` is the whole output there. */
function checkSection({ text, section, node }: Binding & { kind: "node-output" }): void {
  if (section === "output") return
  throw new MillraceError("REFERENCE_SECTION", {
    reference: text,
    reference_section: section,
    reference_node_name: node,
  })
}

/** Reads the flow's outputs, and what the aggregation stage will want, off the ended nodes. */
class ResultReader {
  readonly #states: Map<string, NodeState>
  readonly #graph: GraphResult
  readonly #sessions: Sessions
  readonly #flowInput: (name: string) => NodeValue
  readonly #context: LineContext
  /** Set by `outputs`. */
  bare: LineOutcome["bare"]
  #all: Json | undefined

  constructor(
    graph: GraphResult,
    sessions: Sessions,
    flowInput: (name: string) => NodeValue,
    context: LineContext,
  ) {
    this.#states = graph.states
    this.#graph = graph
    this.#sessions = sessions
    this.#flowInput = flowInput
    this.#context = context
  }

  async outputs(): Promise<Json> {
    const { plan } = this.#context.prepared
    return plan.kind === "dag" ? this.#ports(plan.outputs) : this.#whole(plan)
  }

  /** The value of the only node: a dict as it is, anything else under `output` (spec 2.6). */
  async #whole(plan: Plan): Promise<Json> {
    const [node] = plan.nodes
    const state = node && this.#states.get(node.name)
    if (state?.status !== "done") return Json.of(new Map())
    const answer = await this.#answer(plan, state.value)
    this.#all = answer.json
    if (answer.json.value instanceof Map && answer.text === undefined) return answer.json
    this.bare = answer
    return answer.json.value instanceof Map ? answer.json : Json.ofText(`{"output":${answer.json.text}}`)
  }

  async #answer(plan: Plan, value: NodeValue): Promise<{ json: Json; text?: string }> {
    if (plan.kind !== "flex" || value.kind === "json") return { json: await this.#asJson("output", value) }
    const session = await this.#sessions.open("python")
    return session.whole(value)
  }

  async #ports(outputs: readonly OutputPort[]): Promise<Json> {
    const parts: string[] = []
    for (const { name, binding } of outputs) {
      const value = await this.#read(binding)
      parts.push(`${JSON.stringify(name)}:${(await this.#asJson(name, value)).text}`)
    }
    return Json.ofText(`{${parts.join(",")}}`)
  }

  async aggregation(): Promise<Map<string, NodeValue>> {
    const values = new Map<string, NodeValue>()
    for (const binding of this.#context.aggregated) {
      if (values.has(binding.text)) continue
      if (this.#all) {
        values.set(binding.text, { kind: "json", json: this.#all })
        continue
      }
      checkSection(binding)
      const value = await this.#read(binding)
      const session = this.#sessions.opened("python")
      const lives = value.kind === "live" && !value.stream && session
      values.set(binding.text, lives ? await session.keep(value) : value)
    }
    return values
  }

  async #read(binding: Binding): Promise<NodeValue> {
    if (binding.kind === "literal" || binding.kind === "file") return { kind: "json", json: binding.value }
    if (binding.kind === "connection") return json(binding.name)
    if (binding.kind === "flow-input") return this.#flowInput(binding.name)
    const { node } = binding
    const state = this.#states.get(node)
    if (state?.status === "done")
      return property(state.value, binding.property, node, this.#sessions.opened("python"))
    if (binding.property === "") return NULL
    throw new MillraceError("REFERENCE_PROPERTY", { property: binding.property, node_name: node })
  }

  async #asJson(name: string, value: NodeValue): Promise<Json> {
    if (value.kind === "json") return value.json
    if (value.stream) return joined(value.stream)
    const session = await this.#sessions.open("python")
    const sink = {
      log: () => {},
      delta: (text: string) =>
        this.#context.host.delta?.({ type: "node-delta", line: null, node: name, text }),
      metric: () => {},
      modelCall: this.#graph.modelCall,
    }
    if (value.iterable) return session.join(value, sink)
    try {
      return await session.output(value)
    } catch (thrown) {
      const error = toMillraceError(thrown)
      if (error.code !== "OUTPUT_UNSERIALIZABLE") throw error
      throw new MillraceError("OUTPUT_UNSERIALIZABLE", { ...error.data, output_name: name }, { cause: error })
    }
  }
}
