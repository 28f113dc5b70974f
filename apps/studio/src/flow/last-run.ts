import type { CallEnd, LineState, NodeState } from "@internal/schema"
import { toPlain, type Value } from "@internal/value"
import { keyOf, type RunState } from "../api/run-state.ts"
import { OUTPUTS } from "../graph/flow-shape.ts"
import type { NodeStatus, StatusSource } from "../graph/node-status.ts"
import type { State } from "../ui/states.ts"
import { outputOf } from "./node-output.ts"
import { Marks } from "./text-mark.ts"

/** A test runs one line; what its nodes do over all lines is line null. */
const LINE = 0

/** How a node was written, and what it took, when it gave its last output. */
export interface Written {
  text: string
  /** Names of nodes, and `inputs.NAME` for inputs of the flow. */
  needs: readonly string[]
  /** The variant that a run would use. */
  variant?: string
}

/** What is known of a run when it is shown. */
export interface RunFacts {
  /** By node, the mark of how it was written; without an entry nothing is known, and it counts as it is now. */
  written?: Readonly<Record<string, string>>
  /** By input, its JSON. */
  inputs?: Readonly<Record<string, string>>
  /** Nodes whose files are newer than the run, and which file that is. */
  older?: ReadonlyMap<string, string>
  /** Nodes whose outputs were typed or pinned. */
  replaced?: readonly string[]
  /** The variants that ran, by node. */
  variants?: Readonly<Record<string, string>>
}

interface Kept {
  state: RunState
  written: Readonly<Record<string, string>>
  inputs: Readonly<Record<string, string>> | undefined
  older: ReadonlyMap<string, string>
  replaced: ReadonlySet<string>
  variants: Readonly<Record<string, string>>
  /** Outputs of nodes that had run before, which these took. */
  seen: ReadonlyMap<string, string>
}

/**
 * What the last runs say of each node, and whether that is still true: a node whose text, or that of one before it, is
 * another than it was when it ran is stale. A node run alone replaces that node's part only.
 */
export class LastRun implements StatusSource {
  readonly #kept = new Map<string, Kept>()
  readonly #variants = new Map<string, RunState>()
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #shown = new Map<string, { key: string; status: NodeStatus }>()
  readonly #marks = new Marks()
  #now = new Map<string, Written>()
  #inputs: Readonly<Record<string, string>> = {}
  readonly #versions = new Map<string, number>()
  readonly #stale = new Map<string, string | undefined>()

  /** A run has begun that will run these nodes. */
  begin(state: RunState, nodes: readonly string[], facts: RunFacts = {}): void {
    const seen = new Map<string, string>()
    for (const name of this.#kept.keys()) {
      const output = this.node(name)?.output?.text
      if (output !== undefined && !nodes.includes(name)) seen.set(name, output)
    }
    const kept: Kept = {
      state,
      written: { ...this.marks(), ...facts.written },
      inputs: facts.inputs,
      older: facts.older ?? new Map(),
      replaced: new Set(facts.replaced),
      variants: facts.variants ?? {},
      seen,
    }
    for (const node of nodes) {
      this.#kept.set(node, kept)
      const variant = facts.variants?.[node]
      if (variant !== undefined) this.#variants.set(`${node} ${variant}`, state)
      for (const line of [LINE, null]) state.subscribe(keyOf(line, node), () => this.#tell(node))
    }
    for (const line of [LINE, null]) state.subscribe(keyOf(line), () => this.#tell(""))
    this.#stale.clear()
    for (const node of new Set([...nodes, ...this.#kept.keys()])) this.#tell(node)
  }

  /** How the flow is written now, and by input the JSON that a run would get. */
  write(now: Map<string, Written>, inputs: Readonly<Record<string, string>>): void {
    // at each keystroke: only those hear of it whose outputs have become old, or are true again
    const before = Array.from(this.#kept.keys(), (name) => [name, this.stale(name)] as const)
    this.#now = now
    this.#inputs = inputs
    this.#stale.clear()
    const others = before.filter(([name, stale]) => this.stale(name) !== stale).map(([name]) => name)
    if (others.length === 0) return
    for (const key of [...others, ""]) for (const listener of this.#listeners.get(key) ?? []) listener()
  }

  /** By node, the mark of how it is written now. */
  marks(): Record<string, string> {
    return Object.fromEntries(Array.from(this.#now, ([name, { text }]) => [name, this.#marks.of(name, text)]))
  }

  node(name: string): NodeState | undefined {
    return nodeIn(this.#kept.get(name)?.state, name)
  }

  /** What a variant of a node gave when it ran last in this page, or in a test that it started. */
  ofVariant(node: string, variant: string): NodeState | undefined {
    return nodeIn(this.#variants.get(`${node} ${variant}`), node)
  }

  /** Text that is being written. */
  running(name: string): string {
    const state = this.#kept.get(name)?.state
    return state?.text(LINE, name) || state?.text(null, name) || ""
  }

  /** Requests to models that the node has made. */
  requests(name: string): readonly CallEnd[] {
    const state = this.#kept.get(name)?.state
    if (!state) return []
    const requests = state.requests(LINE, name)
    return requests.length > 0 ? requests : state.requests(null, name)
  }

  /** The run that a node ran in last. */
  run(name: string): RunState | undefined {
    return this.#kept.get(name)?.state
  }

  line(name: string): LineState | undefined {
    return this.#kept.get(name)?.state.line(LINE)
  }

  taken(name: string, input: string): unknown {
    if (name !== OUTPUTS) return partOf(this.node(name)?.inputs?.value, input)
    for (const { state } of [...this.#kept.values()].reverse()) {
      const output = partOf(state.line(LINE)?.outputs?.value, input)
      if (output !== undefined) return output
    }
    return undefined
  }

  /** Nodes whose outputs were typed or pinned when this one ran. */
  replaced(name: string): readonly string[] {
    return [...(this.#kept.get(name)?.replaced ?? [])]
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
    const older = kept.older.get(name)
    if (older !== undefined) return `${older} has changed since this output`
    const variant = kept.variants[name]
    if (variant !== undefined && now.variant !== undefined && variant !== now.variant)
      return `${name} ran as its variant ${variant}`
    const mark = kept.written[name]
    if (mark !== undefined && mark !== this.#marks.of(name, now.text))
      return `${name} has changed since this output`
    for (const needed of now.needs) {
      if (needed.startsWith("inputs.")) {
        const input = needed.slice("inputs.".length)
        if (kept.inputs && kept.inputs[input] !== this.#inputs[input] && !kept.replaced.has(needed))
          return `the input ${input} has changed since this output`
        continue
      }
      if (kept.replaced.has(needed)) continue
      const old = this.stale(needed) ?? this.#otherOutput(kept, needed)
      if (old) return old
    }
    return undefined
  }

  /** A node before it has run again, and given something else. */
  #otherOutput(kept: Kept, needed: string): string | undefined {
    const source = this.#kept.get(needed)
    if (!source || source === kept) return undefined
    const saw = kept.seen.get(needed) ?? nodeIn(kept.state, needed)?.output?.text
    const ran = nodeIn(source.state, needed)
    if (ran?.status === "failed") return `${needed} has failed since this output`
    const now = ran?.output?.text
    if (saw === undefined || now === undefined || saw === now) return undefined
    return `${needed} has given something else since this output`
  }

  get anyStale(): boolean {
    return [...this.#kept.keys()].some((name) => this.#now.has(name) && this.stale(name) !== undefined)
  }

  /** Whether anything has run. */
  get isEmpty(): boolean {
    return this.#kept.size === 0
  }

  get(name: string): NodeStatus {
    const node = this.node(name)
    const stale = this.stale(name)
    const key = `${node?.status} ${node?.duration} ${node?.attempt} ${stale} ${node?.cache} ${node?.output?.text.length} ${node?.startedAt} ${node?.usage?.total_tokens} ${node?.said !== undefined}`
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
    this.#stale.clear()
    const keys = name === "" ? [""] : [name, ""]
    for (const key of keys) this.#versions.set(key, this.version(key) + 1)
    for (const key of keys) for (const listener of this.#listeners.get(key) ?? []) listener()
  }
}

function partOf(value: Value | undefined, key: string): unknown {
  const part = value instanceof Map ? value.get(key) : undefined
  return part === undefined ? undefined : toPlain(part)
}

function nodeIn(state: RunState | undefined, name: string): NodeState | undefined {
  return state?.node(LINE, name) ?? state?.node(null, name)
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
  const output = outputOf(node)
  return {
    state:
      stale !== undefined && node.status !== "running" ? "stale" : isCached ? "cached" : STATES[node.status],
    ...(node.duration !== null && { duration: node.duration }),
    ...(node.usage && { tokens: node.usage.total_tokens }),
    ...(node.condition !== undefined && { condition: node.condition }),
    ...(stale !== undefined && { stale }),
    ...(output !== undefined && { output }),
  }
}
