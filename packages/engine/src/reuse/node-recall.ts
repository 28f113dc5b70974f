import type { Host, NodeKey, NodeState, PlannedNode } from "@internal/schema"
import type { Json } from "@internal/value"
import { loadNested } from "../media/load-media.ts"
import type { NodeResult } from "../nodes/node-call.ts"
import type { PreparedPlan } from "../prepare.ts"
import { json } from "../values.ts"
import type { EarlierLine } from "./earlier-line.ts"

/** How a node came to its answer: what its `node-end` says beside it. */
export interface Recollection {
  cache: "hit" | "miss" | "off"
  key?: string
  shared?: boolean
  reused?: boolean
  said?: Json
}

/** Finds the answer of one node where it is known already: in an earlier attempt of its line, or in the cache. */
export class NodeRecall {
  readonly #parts: {
    node: PlannedNode
    host: Host
    prepared: PreparedPlan
    earlier?: EarlierLine | undefined
  }
  #told: Recollection = { cache: "off" }

  constructor(parts: {
    node: PlannedNode
    host: Host
    prepared: PreparedPlan
    earlier?: EarlierLine | undefined
  }) {
    this.#parts = parts
  }

  get told(): Recollection {
    return this.#told
  }

  /** The answer under this key, if there is one that may stand for the call. */
  async find(key: NodeKey, signal: AbortSignal): Promise<NodeResult | undefined> {
    const { node, host, earlier } = this.#parts
    const { cache } = host
    const shared = !key.local && cache !== undefined && cache.keeps(node, key)
    this.#told = { cache: "off", key: key.hash, ...(shared && { shared }) }
    const ended = earlier?.ended(node.name, key.hash)
    if (ended?.output) {
      const { said, output } = ended
      this.#told = { ...this.#told, reused: true, ...(said && { said }) }
      return this.#result(said ?? output, ended, signal)
    }
    if (!shared || !cache.answers(node, key)) return undefined
    const found = await cache.get(key.hash)
    this.#told = { key: key.hash, shared: true, cache: found ? "hit" : "miss" }
    return found && this.#result(found, undefined, signal)
  }

  async #result(output: Json, ended: NodeState | undefined, signal: AbortSignal): Promise<NodeResult> {
    const { host, prepared } = this.#parts
    const format = prepared.plan.messageFormat
    const value = host.media
      ? await loadNested(output.value, { store: host.media, format, signal })
      : output.value
    return {
      value: value === output.value ? { kind: "json", json: output } : json(value),
      portable: ended?.portable ?? true,
      calls: ended?.calls ?? [],
      ...(ended?.usage && { usage: ended.usage }),
    }
  }
}
