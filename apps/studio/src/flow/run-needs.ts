import type { FlowOutline, NodeOutline, ReferenceOutline } from "@internal/flow"
import { readProperty } from "@internal/flow"
import { fromPlain, toPlain, type Value } from "@internal/value"
import { isSampleRun, type RunPort, type RunPorts } from "./run-ports.ts"

/** What runs: the flow, a node alone, or a node and all that depends on it. */
export type RunTarget = { kind: "flow" } | { kind: "node"; node: string } | { kind: "from"; node: string }

/** Something that a run takes from outside of what runs. */
export interface Need {
  /** As the server takes it: `inputs.question`, `fetch.output`, `fetch.output.text`. */
  key: string
  /** The type of a flow input; undefined for an output, which may be anything. */
  type?: string
  /** Of an output: whose, and which part of it. */
  node?: string
  property?: string
  /** What takes it: `classify: url`. */
  takenBy: string[]
}

/** Where the value for a need is from. `gone`: it was an object in Python, which is no more; `bypassed`: null stands for it. */
export type NeedSource =
  | "typed"
  | "pinned"
  | "given"
  | "default"
  | "last"
  | "stale"
  | "bypassed"
  | "missing"
  | "gone"

export interface Resolved extends Need {
  source: NeedSource
  value?: unknown
  /** Why it is stale, or not to be had. */
  why?: string
}

/** What of a node's last output is known. */
export interface KnownOutput {
  output?: unknown
  isBypassed?: boolean
  isLive?: boolean
  /** It ran last, and gave nothing. */
  hasFailed?: boolean
  stale?: string
}

/** The node, and every node that takes something of it, directly or not, in the order of the file. */
export function fromHereOn(outline: FlowOutline, node: string): string[] {
  const reached = new Set([node])
  for (let size = 0; size < reached.size; ) {
    size = reached.size
    for (const { name, needs } of outline.nodes)
      if (needs.some((needed) => reached.has(needed))) reached.add(name)
  }
  return outline.nodes.flatMap(({ name }) => (reached.has(name) ? [name] : []))
}

/** Names of the nodes that a target runs. */
export function nodesOf(outline: FlowOutline, target: RunTarget): string[] {
  if (target.kind === "flow") return outline.nodes.map(({ name }) => name)
  return target.kind === "node" ? [target.node] : fromHereOn(outline, target.node)
}

/** What a target takes from outside, by key. A node that runs alone runs whatever its condition says. */
export function needsOf(
  outline: FlowOutline,
  target: RunTarget,
  variants: Readonly<Record<string, string>> = {},
): Need[] {
  const run = new Set(nodesOf(outline, target))
  const needs = new Map<string, Need>()
  for (const node of outline.nodes) {
    if (!run.has(node.name)) continue
    for (const { reference, owner } of referencesOf(node, variants)) {
      const input = owner.kind === "node" ? owner.input : undefined
      if (input === undefined && target.kind === "node") continue
      const taker = `${node.name}${input === undefined ? "'s condition" : `: ${input}`}`
      const need = needFor(reference, outline)
      if (!need || (need.node !== undefined && run.has(need.node))) continue
      const known = needs.get(need.key)
      if (known) known.takenBy.push(taker)
      else needs.set(need.key, { ...need, takenBy: [taker] })
    }
  }
  return [...needs.values()]
}

/** References of the definition that runs: of a node with variants those of the chosen one, and of the node itself. */
function referencesOf(node: NodeOutline, variants: Readonly<Record<string, string>>): ReferenceOutline[] {
  const chosen =
    node.variants.find(({ id }) => id === variants[node.name]) ??
    node.variants.find(({ isDefault }) => isDefault)
  return node.usesVariants && chosen ? [...chosen.references, ...node.references] : node.references
}

function needFor(
  reference: ReferenceOutline["reference"],
  outline: FlowOutline,
): Omit<Need, "takenBy"> | undefined {
  if (reference.kind === "flow-input") {
    const port = outline.inputs.find(({ name }) => name === reference.name)
    const type = port?.fields.find(({ name }) => name === "type")?.value
    return { key: `inputs.${reference.name}`, type: typeof type === "string" ? type : "string" }
  }
  if (reference.kind !== "node-output") return undefined
  const { node, property } = reference
  if (!outline.nodes.some(({ name }) => name === node)) return undefined // it dangles: the card says so
  return property ? { key: `${node}.output.${property}`, node, property } : { key: `${node}.output`, node }
}

export interface NeedValues {
  ports: readonly RunPort[]
  /** Values of the inputs card, by input. */
  inputs: Readonly<Record<string, unknown>>
  /** By key. */
  pinned: Readonly<Record<string, unknown>>
  typed: Readonly<Record<string, unknown>>
  known(node: string): KnownOutput
}

/** The value of a need, and where it is from: what was typed, what is pinned, what there is. Nothing is guessed. */
export function resolveNeed(need: Need, values: NeedValues): Resolved {
  const { key } = need
  if (key in values.typed) return { ...need, source: "typed", value: values.typed[key] }
  if (key in values.pinned) return { ...need, source: "pinned", value: values.pinned[key] }
  return need.node === undefined ? resolveInput(need, values) : resolveOutput(need, need.node, values)
}

function resolveInput(need: Need, { ports, inputs }: NeedValues): Resolved {
  const name = need.key.slice("inputs.".length)
  if (inputs[name] !== undefined) return { ...need, source: "given", value: inputs[name] }
  const port = ports.find((one) => one.name === name)
  if (port && "default" in port) return { ...need, source: "default", value: port.default }
  return { ...need, source: "missing", why: `The input ${name} has no value and no default.` }
}

function resolveOutput(need: Need, node: string, values: NeedValues): Resolved {
  const whole = `${node}.output`
  if (whole in values.pinned) return part(need, { output: values.pinned[whole] }, "pinned")
  const known = values.known(node)
  if (known.isBypassed) return { ...need, source: "bypassed", value: null }
  if (known.isLive)
    return {
      ...need,
      source: "gone",
      why: `${node} gave an object that only the run had which made it. Type a value, or run the flow.`,
    }
  if (known.output === undefined)
    return {
      ...need,
      source: "missing",
      why: known.hasFailed
        ? `${node} failed, and gave nothing. Type a value, or run it again.`
        : `${node} has not run yet. Type a value, or run it first.`,
    }
  return part(need, known, known.stale === undefined ? "last" : "stale")
}

function part(need: Need, { output, stale }: KnownOutput, source: NeedSource): Resolved {
  const why = stale === undefined ? {} : { why: stale }
  if (need.property === undefined) return { ...need, ...why, source, value: output }
  try {
    const value = readProperty(fromPlain(output) as Value, need.property, need.node ?? "")
    return { ...need, ...why, source, value: toPlain(value) }
  } catch (thrown) {
    return { ...need, source: "missing", why: (thrown as Error).message }
  }
}

/** Whether a run must be asked for more before it can start. */
export function isMissing({ source }: Resolved): boolean {
  return source === "missing" || source === "gone"
}

/** What is sent with a test. Of the whole flow its inputs by their names; defaults are the flow's own. */
export function givenOf(target: RunTarget, resolved: readonly Resolved[]): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const { key, source, value } of resolved) {
    if (isMissing({ source } as Resolved) || source === "default") continue
    given[target.kind === "flow" ? key.replace(/^inputs\./, "") : key] = value
  }
  return given
}

/** Of the flow's inputs those that a whole run needs and nobody has given. */
export function missingInputs(ports: RunPorts, inputs: Readonly<Record<string, unknown>>): Resolved[] {
  if (isSampleRun(ports, inputs)) return []
  const values = { ports: ports.inputs, inputs, pinned: {}, typed: {}, known: () => ({}) }
  return ports.inputs
    .map(({ name, type }) => resolveNeed({ key: `inputs.${name}`, type, takenBy: [] }, values))
    .filter(isMissing)
}
