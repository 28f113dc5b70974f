import { MillraceError, type PlannedNode, type Seat, toMillraceError } from "@internal/schema"
import { BoundValues } from "./bound-values.ts"
import { bypassReason, mayBeBypassed } from "./bypass-reason.ts"
import { executeGoverned } from "./governed-node.ts"
import type { GraphContext, GraphResult, NodeState } from "./graph-context.ts"
import { ModelSpending } from "./model-spending.ts"
import { NodeExecutor } from "./node-executor.ts"
import { awayFrom } from "./seat.ts"

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
  /** Those of them that nobody has asked yet whether they are bypassed. */
  #undecided: PlannedNode[] = []
  #deciding = 0
  readonly #members: Set<string>
  readonly #values: BoundValues
  readonly #spending: ModelSpending
  readonly #executor: NodeExecutor
  #running = 0
  #waiting = 0
  #failure: { node: string; error: MillraceError } | undefined
  #finish: (() => void) | undefined

  readonly #onDemand: ReadonlyMap<string, PlannedNode>

  constructor(all: readonly PlannedNode[], context: GraphContext) {
    this.#context = context
    this.#onDemand = new Map(all.flatMap((node) => (node.onDemand ? [[node.name, node]] : [])))
    const nodes = all.filter((node) => !node.onDemand)
    this.#members = new Set(nodes.map((node) => node.name))
    this.#values = new BoundValues({ members: this.#members, states: this.#states }, context)
    this.#spending = new ModelSpending(context)
    this.#executor = new NodeExecutor({
      context,
      values: this.#values,
      spending: this.#spending,
      seat: this.#seat,
    })
    for (const node of nodes) {
      const more = context.earlier?.after(node.name) ?? []
      const names = more.length > 0 ? [...new Set([...node.after, ...more])] : node.after
      const after = names.filter((name) => this.#members.has(name))
      this.#open.set(node.name, after.length)
      for (const name of after) {
        const list = this.#dependents.get(name)
        if (list) list.push(node)
        else this.#dependents.set(name, [node])
      }
      if (after.length === 0) this.#becomeReady(node)
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
      usage: this.#spending.total,
      modelCall: (call) => this.#spending.modelCall("", call),
      settle: (kept) => this.#spending.settle(kept),
      ...(this.#failure && { failure: this.#failure }),
    }
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

  #becomeReady(node: PlannedNode): void {
    this.#ready.push(node)
    this.#undecided.push(node)
  }

  /** Looks at the ready nodes that may be bypassed; those that are end at once. */
  #decide(): void {
    const undecided = this.#undecided
    this.#undecided = []
    for (const node of undecided) {
      if (!mayBeBypassed(node, this.#values)) continue
      this.#deciding++
      void this.#decision(node)
    }
  }

  async #decision(node: PlannedNode): Promise<void> {
    try {
      const reason = await bypassReason(node, this.#values, this.#context.sessions)
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

  async #bypass(node: PlannedNode, condition: string): Promise<void> {
    const { line, host } = this.#context
    await host.writer.append([{ type: "node-bypass", line, node: node.name, condition }])
    this.#states.set(node.name, { status: "bypassed" })
    this.#release(node.name)
  }

  /** A wait in which the line does nothing lets another line work (contracts.md, Executing). */
  readonly #seat: Seat = {
    leave: () => {
      this.#waiting++
      this.#giveSlot()
    },
    enter: () => {
      const isBack = this.#context.slot?.tryTake() ?? true
      if (isBack) this.#waiting--
      return isBack
    },
    comeBack: async () => {
      this.#waiting--
      await this.#context.slot?.take()
    },
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
    if (state.status === "done" || state.status === "bypassed") this.#release(node.name)
    this.#advance()
  }

  #execute(node: PlannedNode): Promise<NodeState> {
    const { clock } = this.#context.host
    return executeGoverned(node, {
      executor: this.#executor,
      onDemand: this.#onDemand,
      pause: (ms) => awayFrom(this.#seat, () => clock.sleep(ms, this.#context.signal)),
    })
  }

  #release(name: string): void {
    for (const next of this.#dependents.get(name) ?? []) {
      const left = (this.#open.get(next.name) as number) - 1
      this.#open.set(next.name, left)
      if (left === 0) this.#becomeReady(next)
    }
  }
}
