import type { LineState, NodeState } from "@internal/schema"
import { toPlain } from "@internal/value"
import { keyOf, type RunState } from "../api/run-state.ts"
import type { NodeStatus, StatusSource } from "../graph/node-status.ts"
import type { State } from "../ui/states.ts"

/** A test runs one line; what its nodes over all lines do is line null. */
const LINE = 0

/** How a node was written, and what it took, when it gave its last output. */
export interface Written {
  text: string
  needs: readonly string[]
}

interface Kept {
  state: RunState
  written: Map<string, string>
  inputs: string
}

/**
 * What the last runs say of each node, and whether that is still true: a node whose text, or that of one before it, is
 * another than it was when it ran is stale. A node run alone replaces that node's part only.
 */
export class LastRun implements StatusSource {
  readonly #kept = new Map<string, Kept>()
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #shown = new Map<string, { key: string; status: NodeStatus }>()
  #now = new Map<string, Written>()
  #inputs = "{}"
  readonly #versions = new Map<string, number>()
  readonly #stale = new Map<string, string | undefined>()

  /** A run has begun that will run these nodes. */
  begin(state: RunState, nodes: readonly string[]): void {
    const written = new Map(Array.from(this.#now, ([name, { text }]) => [name, text]))
    for (const node of nodes) {
      this.#kept.set(node, { state, written, inputs: this.#inputs })
      for (const line of [LINE, null]) state.subscribe(keyOf(line, node), () => this.#tell(node))
    }
    this.#stale.clear()
    for (const node of new Set([...nodes, ...this.#kept.keys()])) this.#tell(node)
  }

  /** How the flow is written now, and the inputs that a run would get. */
  write(now: Map<string, Written>, inputs: string): void {
    this.#now = now
    this.#inputs = inputs
    this.#stale.clear()
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener()
  }

  node(name: string): NodeState | undefined {
    const state = this.#kept.get(name)?.state
    return state?.node(LINE, name) ?? state?.node(null, name)
  }

  /** Text that is being written. */
  running(name: string): string {
    return this.#kept.get(name)?.state.text(LINE, name) ?? ""
  }

  line(name: string): LineState | undefined {
    return this.#kept.get(name)?.state.line(LINE)
  }

  /** Why the output of a node is old; undefined while it is not. */
  stale(name: string): string | undefined {
    if (!this.#stale.has(name)) {
      this.#stale.set(name, undefined) // of a cycle
      this.#stale.set(name, this.#findStale(name))
    }
    return this.#stale.get(name)
  }

  #findStale(name: string): string | undefined {
    const kept = this.#kept.get(name)
    const now = this.#now.get(name)
    if (!kept || !now) return undefined
    if (kept.written.get(name) !== now.text) return `${name} has changed since this output`
    for (const needed of now.needs) {
      if (needed === "inputs") {
        if (kept.inputs !== this.#inputs) return "inputs of the flow have changed since this output"
        continue
      }
      const old = this.stale(needed)
      if (old) return old
    }
    return undefined
  }

  get anyStale(): boolean {
    return [...this.#kept.keys()].some((name) => this.stale(name) !== undefined)
  }

  get(name: string): NodeStatus {
    const node = this.node(name)
    const stale = this.stale(name)
    const key = `${node?.status} ${node?.duration} ${node?.attempt} ${stale} ${node?.cache} ${node?.output?.text.length}`
    const known = this.#shown.get(name)
    if (known?.key === key) return known.status
    const status = node ? statusOf(node, stale) : {}
    this.#shown.set(name, { key, status })
    return status
  }

  subscribe(name: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  /** Another number after each change of what a node does; under `""` of any. */
  version(name: string): number {
    return this.#versions.get(name) ?? 0
  }

  #tell(name: string): void {
    for (const key of [name, ""]) this.#versions.set(key, this.version(key) + 1)
    for (const key of [name, ""]) for (const listener of this.#listeners.get(key) ?? []) listener()
  }
}

const STATES: Record<NodeState["status"], State> = {
  running: "running",
  completed: "done",
  failed: "failed",
  bypassed: "bypassed",
  canceled: "cancelled",
}

function statusOf(node: NodeState, stale: string | undefined): NodeStatus {
  const isCached = node.status === "completed" && (node.cache === "hit" || node.reused === true)
  return {
    state:
      stale !== undefined && node.status !== "running" ? "stale" : isCached ? "cached" : STATES[node.status],
    ...(node.duration !== null && { duration: node.duration }),
    ...(node.usage && { tokens: node.usage.total_tokens }),
    ...(node.condition !== undefined && { condition: node.condition }),
    ...(stale !== undefined && { stale }),
    ...(node.output && { output: toPlain(node.output.value) }),
  }
}
