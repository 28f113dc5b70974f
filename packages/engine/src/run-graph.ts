import { decideActivation } from "@internal/flow"
import {
  type Argument,
  addUsage,
  type Binding,
  callsOf,
  errorRecord,
  type Host,
  type LineSession,
  MillraceError,
  type NodeValue,
  newUsage,
  type PlannedNode,
  type ToolModelCall,
  toMillraceError,
  type Usage,
} from "@internal/schema"
import { type Json, str, type Value } from "@internal/value"
import { nodeEnd, nodeError, shownInputs } from "./node-events.ts"
import type { EscapedText, Input, NodeCall } from "./nodes/node-call.ts"
import { runNode } from "./nodes/run-node.ts"
import type { TextFeed } from "./nodes/text-feed.ts"
import type { PreparedPlan } from "./prepare.ts"
import type { Sessions } from "./sessions.ts"
import { json, matches, NULL, property, shown } from "./values.ts"

/** What became of a node. A node that never started has no state. */
export type NodeState =
  | { status: "done"; value: NodeValue; escaped?: EscapedText }
  | { status: "bypassed" }
  | { status: "failed"; error: MillraceError }
  | { status: "cancelled" }

export interface GraphContext {
  prepared: PreparedPlan
  host: Host
  /** Line number, null in the aggregation stage. */
  line: number | null
  sessions: Sessions
  signal: AbortSignal
  /** Nodes of one line that run at once (spec 3.3: 16). */
  nodeConcurrency: number
  /** Values of references that no node of this graph gives: flow inputs, and lists over lines in the aggregation stage. */
  outside(binding: Binding & { kind: "flow-input" | "node-output" }): Argument
  /** Flow inputs that were left out: parameters of these names take their own defaults. */
  absent?: ReadonlySet<string>
  metric(name: string, value: Json, variant?: string): void
  /** The line's place among those that are doing something; absent where nothing competes for it. */
  slot?: { give(): void; take(): Promise<void> }
  /** See `ExecuteOptions`. */
  streaming?: boolean
}

export interface GraphResult {
  states: Map<string, NodeState>
  usage: Usage
  /** Journals a model call of a tool's code that ends after the nodes have: a generator's, read for a flow output. */
  modelCall(call: ToolModelCall): void
  /** Waits until no model speaks any more; all but those of `kept` are stopped. Their tokens are in `usage` then. */
  settle(kept?: ReadonlySet<unknown>): Promise<void>
  /** The first node that failed; nothing was started after it. */
  failure?: { node: string; error: MillraceError }
}

/**
 * Runs nodes as their dependencies end: the one scheduler of tests, batches, aggregation and single nodes. Nothing new
 * starts after a failure, but what runs is allowed to end, since its result may have cost money.
 */
export function runGraph(nodes: readonly PlannedNode[], context: GraphContext): Promise<GraphResult> {
  return new Graph(nodes, context).run()
}

class Graph {
  readonly #context: GraphContext
  readonly #states = new Map<string, NodeState>()
  readonly #open = new Map<string, number>()
  readonly #dependents = new Map<string, PlannedNode[]>()
  /** Nodes whose dependencies have ended. */
  #ready: PlannedNode[] = []
  /** Those of them that are known to run. */
  readonly #decided = new Set<PlannedNode>()
  #deciding = 0
  readonly #members: Set<string>
  readonly #usage: Usage = newUsage()
  /** Tokens of model calls that the code of a running node has made so far. */
  readonly #spent = new Map<string, Usage>()
  readonly #feeds: TextFeed[] = []
  #running = 0
  #waiting = 0
  #failure: { node: string; error: MillraceError } | undefined
  #finish: (() => void) | undefined

  constructor(nodes: readonly PlannedNode[], context: GraphContext) {
    this.#context = context
    this.#members = new Set(nodes.map((node) => node.name))
    for (const node of nodes) {
      const after = node.after.filter((name) => this.#members.has(name))
      this.#open.set(node.name, after.length)
      for (const name of after) {
        const list = this.#dependents.get(name)
        if (list) list.push(node)
        else this.#dependents.set(name, [node])
      }
      if (after.length === 0) this.#ready.push(node)
    }
  }

  async run(): Promise<GraphResult> {
    if (this.#ready.length > 0) {
      await new Promise<void>((resolve) => {
        this.#finish = resolve
        this.#advance()
      })
    }
    const ended = this.#states.size === this.#members.size
    if (!ended && !this.#failure && !this.#context.signal.aborted) {
      const nodes = [...this.#members].filter((name) => !this.#states.has(name)).sort()
      this.#failure = { node: nodes[0] as string, error: new MillraceError("NO_NODE_EXECUTED", { nodes }) }
    }
    return {
      states: this.#states,
      usage: this.#usage,
      modelCall: (call) => this.#modelCall("", call),
      settle: (kept) => this.#settle(kept),
      ...(this.#failure && { failure: this.#failure }),
    }
  }

  async #settle(kept?: ReadonlySet<unknown>): Promise<void> {
    for (const feed of this.#feeds) if (!kept?.has(feed)) feed.close()
    for (const feed of this.#feeds.splice(0)) {
      await feed.ended
      addUsage(this.#usage, feed.usage)
    }
  }

  /** `running` is the node whose call it came in; a generator of another node may have made it there. */
  #modelCall(running: string, { node = running, ...call }: ToolModelCall): void {
    const spent = node === running ? this.#spent.get(running) : undefined
    addUsage(spent ?? this.#usage, call.usage)
    void this.#context.host.writer.append([
      {
        type: "call-end",
        line: this.#context.line,
        node,
        attempt: 1,
        ...call,
        ...(!spent && { late: true }),
      },
    ])
  }

  #advance(): void {
    const { signal, nodeConcurrency } = this.#context
    const goesOn = () => !this.#failure && !signal.aborted
    if (goesOn()) this.#decide()
    // what is bypassed is known before anything starts, so that records have it first, as the original's do
    if (this.#deciding > 0) return
    while (this.#ready.length > 0 && this.#running < nodeConcurrency && goesOn()) {
      this.#running++
      void this.#step(this.#ready.shift() as PlannedNode, (node) => this.#execute(node))
    }
    if (this.#running === 0) this.#finish?.()
    else this.#giveSlot()
  }

  /** Looks at the ready nodes that may be bypassed; those that are end at once. */
  #decide(): void {
    for (const node of this.#ready.filter((one) => this.#mayBeBypassed(one) && !this.#decided.has(one))) {
      this.#decided.add(node)
      this.#deciding++
      void this.#decision(node)
    }
  }

  async #decision(node: PlannedNode): Promise<void> {
    try {
      const reason = await this.#bypassReason(node)
      if (reason !== undefined) {
        this.#ready = this.#ready.filter((one) => one !== node)
        await this.#bypass(node, reason)
      }
    } catch (thrown) {
      this.#ready = this.#ready.filter((one) => one !== node)
      this.#running++
      void this.#step(node, () => Promise.reject(thrown))
    }
    this.#deciding--
    this.#advance()
  }

  #mayBeBypassed({ activate, after }: PlannedNode): boolean {
    return activate !== undefined || after.some((name) => this.#states.get(name)?.status === "bypassed")
  }

  async #bypass(node: PlannedNode, condition: string): Promise<void> {
    const { line, host } = this.#context
    await host.writer.append([{ type: "node-bypass", line, node: node.name, condition }])
    this.#states.set(node.name, { status: "bypassed" })
    this.#release(node.name)
  }

  /** A wait in which the line does nothing lets another line work (contracts.md, Executing). */
  async #wait<T>(wait: () => Promise<T>): Promise<T> {
    this.#waiting++
    this.#giveSlot()
    try {
      return await wait()
    } finally {
      this.#waiting--
      await this.#context.slot?.take()
    }
  }

  #giveSlot(): void {
    if (this.#waiting === this.#running) this.#context.slot?.give()
  }

  async #step(node: PlannedNode, run: (node: PlannedNode) => Promise<NodeState>): Promise<void> {
    let state: NodeState
    try {
      state = await run(node)
    } catch (thrown) {
      state = { status: "failed", error: toMillraceError(thrown, `node ${node.name}`) }
    }
    this.#states.set(node.name, state)
    if (state.status === "failed") this.#failure ??= { node: node.name, error: state.error }
    this.#running--
    if (state.status === "done") this.#release(node.name)
    this.#advance()
  }

  #release(name: string): void {
    for (const next of this.#dependents.get(name) ?? []) {
      const left = (this.#open.get(next.name) as number) - 1
      this.#open.set(next.name, left)
      if (left === 0) this.#ready.push(next)
    }
  }

  /** Why the node is not run (spec 3.4), or undefined. */
  async #bypassReason(node: PlannedNode): Promise<string | undefined> {
    const { activate } = node
    const sources = Object.values(node.bindings).filter((b) => b.kind === "node-output")
    const nodeInputs = sources.map((b) =>
      this.#states.get(b.node)?.status === "bypassed" ? "bypassed" : "ok",
    )
    const when = activate?.when
    const sourceBypassed = when?.kind === "node-output" && this.#states.get(when.node)?.status === "bypassed"
    const conditionMet =
      activate && !sourceBypassed ? await this.#conditionMet(activate.when, activate.is) : false
    const decision = decideActivation({
      hasActivate: activate !== undefined,
      sourceBypassed,
      conditionMet,
      nodeInputs,
    })
    if (decision === "run") return undefined
    if (!activate) return ""
    return `'${when && "text" in when ? when.text : ""}' is not equal to '${str(activate.is)}'`
  }

  async #conditionMet(when: Binding, is: Value): Promise<boolean> {
    const value = await this.#value(when)
    if (value.kind === "list") return matches(json(value.items.map((item) => shown(item).value)), is)
    if (value.kind === "connection") return false
    return matches(value, is, this.#context.sessions.opened("python"))
  }

  async #execute(node: PlannedNode): Promise<NodeState> {
    const { host, line } = this.#context
    const inputs = await this.#inputs(node)
    const attempt = 1
    void host.writer.append([
      { type: "node-start", line, node: node.name, attempt, inputs: shownInputs(node, inputs) },
    ])
    const started = host.clock.now()
    this.#spent.set(node.name, newUsage())
    try {
      const made = await untilAborted(runNode(this.#call(node, inputs, attempt)), this.#context.signal)
      const spent = this.#takeSpent(node.name)
      const result = spent ? { ...made, usage: addUsage(spent, made.usage) } : made
      await host.writer.append([nodeEnd(node.name, line, attempt, result, host.clock.now() - started)])
      addUsage(this.#usage, result.usage)
      return { status: "done", value: result.value, ...(result.escaped && { escaped: result.escaped }) }
    } catch (thrown) {
      const cancelled = this.#context.signal.aborted
      const spent = this.#takeSpent(node.name)
      const calls = callsOf(thrown)
      const error = cancelled
        ? new MillraceError("TOOL_CANCELED", { node_name: node.name })
        : toMillraceError(thrown, `node ${node.name}`)
      await host.writer.append([
        {
          ...nodeError(node.name, line, attempt, errorRecord(error), cancelled, host.clock.now() - started),
          ...(spent && { usage: spent }),
          ...(calls.length > 0 && { calls }),
        },
      ])
      addUsage(this.#usage, spent)
      return cancelled ? { status: "cancelled" } : { status: "failed", error }
    }
  }

  /** What the node's own code spent on models, from now on nobody's to add to; undefined for nothing. */
  #takeSpent(node: string): Usage | undefined {
    const spent = this.#spent.get(node)
    this.#spent.delete(node)
    return spent && spent.total_tokens > 0 ? spent : undefined
  }

  #call(node: PlannedNode, inputs: Map<string, Input>, attempt: number): NodeCall {
    const { prepared, host, line, sessions, signal, metric, streaming } = this.#context
    const overridden = streaming !== undefined && prepared.feedsOutputsOnly(node.name)
    return {
      node,
      line,
      attempt,
      inputs,
      prepared,
      host,
      signal,
      ...(overridden && { stream: streaming }),
      ...(host.tracing && { traces: [] }),
      waiting: (wait) => this.#wait(wait),
      sink: {
        log: (stream, text) => {
          void host.writer.append([{ type: "node-log", line, node: node.name, attempt, stream, text }])
        },
        delta: (text) => host.delta?.({ type: "node-delta", line, node: node.name, text }),
        metric,
        modelCall: (made) => this.#modelCall(node.name, made),
      },
      opened: (feed) => this.#feeds.push(feed),
      python: (): Promise<LineSession> => sessions.open("python"),
      javascript: (): Promise<LineSession> => sessions.open("javascript"),
      connection: (name) => prepared.connection(name),
    }
  }

  async #inputs(node: PlannedNode): Promise<Map<string, Input>> {
    const inputs = new Map<string, Input>()
    for (const [name, binding] of Object.entries(node.bindings)) {
      if (binding.kind === "flow-input" && this.#context.absent?.has(binding.name)) continue
      if (binding.kind === "node-output") {
        const state = this.#states.get(binding.node)
        if (state?.status === "bypassed") {
          if (!hasDefault(node, name)) inputs.set(name, { value: NULL })
          continue
        }
        if (state?.status === "done" && binding.property === "" && state.escaped) {
          inputs.set(name, { value: state.value, escaped: state.escaped })
          continue
        }
      }
      inputs.set(name, { value: await this.#value(binding) })
    }
    return inputs
  }

  async #value(binding: Binding): Promise<Argument> {
    switch (binding.kind) {
      case "literal":
      case "file":
        return { kind: "json", json: binding.value }
      case "connection": {
        const connection = this.#context.prepared.connection(binding.name)
        return {
          kind: "connection",
          connection,
          ...(binding.customType && { customType: binding.customType }),
        }
      }
      case "flow-input":
        return this.#context.outside(binding)
      case "node-output": {
        if (!this.#members.has(binding.node)) return this.#context.outside(binding)
        if (binding.section !== "output") {
          throw new MillraceError("REFERENCE_SECTION", {
            reference: binding.text,
            reference_section: binding.section,
            reference_node_name: binding.node,
          })
        }
        const state = this.#states.get(binding.node)
        if (state?.status !== "done") return NULL
        return property(state.value, binding.property, binding.node, this.#context.sessions.opened("python"))
      }
    }
  }
}

/** A bypassed reference leaves the argument out when the Python parameter has a default (spec 3.4). */
function hasDefault(node: PlannedNode, input: string): boolean {
  const signature = "signature" in node.tool ? node.tool.signature : undefined
  return signature?.parameters.find((parameter) => parameter.name === input)?.default !== undefined
}

/** The promise, or the signal's reason as soon as it is aborted: no wait outlives its line. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stop = () => reject(signal.reason)
    signal.addEventListener("abort", stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop))
  })
}
