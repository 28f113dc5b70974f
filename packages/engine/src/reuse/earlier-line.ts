import type { EarlierAttempt, EarlierAttempts, LineState, NodeState, PlannedNode } from "@internal/schema"

/** Kinds whose code can leave something behind in its worker. */
const WITH_CODE: readonly PlannedNode["tool"]["kind"][] = ["python", "javascript", "custom_llm", "entry"]

/**
 * The attempts at a line, as the next one uses them (contracts.md, Journal): what ended is not
 * asked for again. Code that left something in its worker (a live object, the environment) runs again first, in its old
 * order, when any code of the line is still to run.
 */
export class EarlierLine {
  readonly #nodes: ReadonlyMap<string, NodeState>
  readonly #again: ReadonlySet<string>
  readonly #after = new Map<string, string[]>()

  /** `needed`: names of nodes whose values outputs or the aggregation stage are made of. */
  constructor(earlier: EarlierAttempts, nodes: readonly PlannedNode[], needed: ReadonlySet<string>) {
    this.#nodes = earlier.nodes
    const planned = new Map(nodes.map((node) => [node.name, node]))
    const left = [...earlier.nodes.values()].filter((ended) => {
      const node = planned.get(ended.node)
      return node && WITH_CODE.includes(node.tool.kind) && ended.status === "completed" && !ended.portable
    })
    const isOpen = (node: PlannedNode) => !hasEnded(earlier.nodes.get(node.name))
    const codeIsOpen = nodes.some((node) => WITH_CODE.includes(node.tool.kind) && isOpen(node))
    const isRead = ({ node, live }: NodeState) =>
      live !== undefined &&
      (needed.has(node) || nodes.some((other) => isOpen(other) && other.after.includes(node)))
    const order = codeIsOpen || left.some(isRead) ? left.map(({ node }) => node) : []
    this.#again = new Set(order)
    for (const [i, name] of order.entries()) if (i > 0) this.#after.set(name, [order[i - 1] as string])
    const last = order.at(-1)
    if (last === undefined) return
    for (const node of nodes) {
      if (isOpen(node) && WITH_CODE.includes(node.tool.kind) && !this.#again.has(node.name))
        this.#after.set(node.name, [last])
    }
  }

  /**
   * The same of the aggregation stage, all of whose code runs again: metrics that it logs belong to the attempt. What
   * models answered is not asked for again.
   */
  static ofStage(earlier: EarlierAttempts, nodes: readonly PlannedNode[]): EarlierLine {
    const withCode = new Set(
      nodes.filter(({ tool }) => WITH_CODE.includes(tool.kind)).map(({ name }) => name),
    )
    const kept = [...earlier.nodes].map(([name, node]): [string, NodeState] => {
      const { key: _forgotten, ...bare } = node
      return [name, withCode.has(name) ? { ...bare, status: "canceled" } : node]
    })
    return new EarlierLine({ ...earlier, nodes: new Map(kept) }, nodes, new Set())
  }

  /** How often the node has been started. */
  attempts(name: string): number {
    return this.#nodes.get(name)?.attempt ?? 0
  }

  /** Nodes that must have ended before `name` beside those that its inputs name. */
  after(name: string): readonly string[] {
    return this.#after.get(name) ?? []
  }

  /** How the node had ended, where its answer stands for a call under this key. */
  ended(name: string, key: string): NodeState | undefined {
    const ended = this.#nodes.get(name)
    if (ended?.status !== "completed" || ended.key !== key || this.#again.has(name)) return undefined
    return ended.live === undefined || ended.said ? ended : undefined
  }
}

function hasEnded(node: NodeState | undefined): boolean {
  return node?.status === "completed" || node?.status === "bypassed"
}

/** What the attempt had counted for. */
export function earlierAttempt({ status, duration, nodes }: LineState): EarlierAttempt {
  const ended: EarlierAttempt["nodes"] = {}
  for (const { node, status: how } of nodes.values()) if (how !== "running") ended[node] = how
  return { ...(status !== "running" && { status, duration: duration ?? 0 }), nodes: ended }
}
