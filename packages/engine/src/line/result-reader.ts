import {
  type Binding,
  MillraceError,
  type NodeValue,
  type OutputPort,
  type Plan,
  toMillraceError,
} from "@internal/schema"
import { Json } from "@internal/value"
import type { GraphResult, NodeState } from "../graph/graph-context.ts"
import { STAMP } from "../nodes/entry-node.ts"
import { joined } from "../nodes/text-feed.ts"
import type { Sessions } from "../sessions.ts"
import { checkSection, json, NULL, property } from "../values.ts"
import type { LineContext, LineOutcome, OutputFeed } from "./line-context.ts"

/** Reads the flow's outputs, and what the aggregation stage will want, off the ended nodes. */
export class ResultReader {
  readonly #states: ReadonlyMap<string, NodeState>
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
    const { feed } = this.#context
    if (feed) await this.#tellKnown(outputs, feed)
    const parts: string[] = []
    for (const { name, binding } of outputs) {
      const value = await this.#read(binding)
      parts.push(`${JSON.stringify(name)}:${(await this.#asJson(name, value)).text}`)
      feed?.said(name)
    }
    return Json.ofText(`{${parts.join(",")}}`)
  }

  async #tellKnown(outputs: readonly OutputPort[], feed: OutputFeed): Promise<void> {
    const generators = new Map<string, string>()
    const parts: string[] = []
    for (const { name, binding } of outputs) {
      const value = await this.#read(binding)
      const speaks = value.kind === "live" && value.iterable
      if (speaks) generators.set(name, generatorName(value.shown))
      parts.push(`${JSON.stringify(name)}:${speaks ? "null" : (await this.#asJson(name, value)).text}`)
    }
    feed.known(`{${parts.join(",")}}`, generators)
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
    const { host, feed } = this.#context
    if (value.stream) return joined(value.stream, (text) => feed?.piece(name, text))
    const session = await this.#sessions.open("python")
    const sink = {
      log: (_: string, text: string) => host.printed?.(text.replaceAll(STAMP, "")),
      delta: (text: string, item: unknown = text) => {
        feed?.piece(name, item)
        host.delta?.({ type: "node-delta", line: null, node: name, text })
      },
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

/** What a generator is called, of the text that shows it. */
function generatorName({ value }: Json): string {
  return /^<\w+ object (.+) at 0x/.exec(String(value))?.[1] ?? "generator"
}
