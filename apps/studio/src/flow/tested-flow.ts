import type { FlowOutline } from "@internal/flow"
import type { RunState } from "../api/run-state.ts"
import type { FollowedWork, WorkOutcome } from "../api/work.ts"
import type { LastRun } from "./last-run.ts"
import { isLiveOutput, outputOf } from "./node-output.ts"
import { needsOf, nodesOf, type Resolved, type RunTarget, resolveNeed } from "./run-needs.ts"
import type { RunPorts } from "./run-ports.ts"
import type { Values } from "./run-values.ts"

export interface Running {
  work: FollowedWork | undefined
  nodes: readonly string[]
  /** What is done before the first node: an environment that is made, a model that is fetched. */
  setup: string
}

export type CacheUse = "use" | "all" | "default" | "refresh"

export interface TestRunOptions {
  node?: string
  /** This node and what depends on it. */
  from?: string
  /** Values in the place of what there is, by key (`fetch.output`, `inputs.url`). */
  typed?: Readonly<Record<string, unknown>>
  /** Variants of one node, one after another. */
  variants?: { node: string; ids: readonly string[] }
  cache?: CacheUse
}

/** What one test gave: `variant` where variants were asked for. */
export interface ShownTest {
  state: RunState
  variant?: string
  outcome?: WorkOutcome
}

/** What tests need of the flow that is open. */
export interface TestedFlow {
  readonly path: string
  readonly folder: string
  readonly outline: FlowOutline
  readonly ports: RunPorts
  readonly inputs: Readonly<Record<string, unknown>>
  /** Arguments of a flex flow's class. */
  readonly init: Readonly<Record<string, unknown>>
  /** Why values that are seen cannot be taken, by place. */
  readonly untaken: ReadonlyMap<string, string>
  readonly variants: Readonly<Record<string, string>>
  readonly pinned: Readonly<Record<string, unknown>>
  /** It has an error that its check finds: what is said of that comes before any question. */
  readonly hasErrors: boolean
  /** Files of each node. */
  nodeFiles(): ReadonlyMap<string, readonly string[]>
  saved(): Promise<void>
  /** What the last test was given, where nothing has been typed here. */
  takeValues(values: Partial<Values>): void
  changed(): void
  onUntrusted: ((again: () => void) => void) | undefined
}

/** Nothing is run with another value than the one that is seen: why one cannot be taken that the target would be given. */
export function untakenValue(
  { untaken }: Pick<TestedFlow, "untaken">,
  target: RunTarget,
  resolved: readonly Resolved[],
): WorkOutcome | undefined {
  const isGiven = (place: string) =>
    target.kind === "flow" ||
    resolved.some(
      ({ key, source }) =>
        (key === place || (place === "inputs" && key.startsWith("inputs."))) &&
        (source === "given" || source === "default" || source === "missing"),
    )
  for (const [place, problem] of untaken)
    if (isGiven(place))
      return {
        error: {
          message: `What stands at ${place} cannot be taken: ${problem}`,
          hint: "Correct it, or empty it for its default.",
        },
      }
  return undefined
}

/** Everything that a target takes from outside, with the values that there are. Pinned ones are for nodes, not for the flow. */
export function neededValues(
  { outline, ports, inputs, pinned, variants }: TestedFlow,
  last: LastRun,
  target: RunTarget,
  typed: Readonly<Record<string, unknown>>,
): Resolved[] {
  const known = (node: string) => {
    const state = last.node(node)
    if (!state) return {}
    if (state.status === "bypassed") return { isBypassed: true }
    const stale = last.stale(node)
    return state.status === "completed"
      ? { output: outputOf(state), isLive: isLiveOutput(state), ...(stale !== undefined && { stale }) }
      : { hasFailed: state.status === "failed" }
  }
  return needsOf(outline, target, variants).map((need) =>
    resolveNeed(need, {
      ports: ports.inputs,
      inputs,
      pinned: target.kind === "flow" ? {} : pinned,
      typed,
      known,
    }),
  )
}

/** Nodes of a target that have variants to choose from. */
export function variantNodes(outline: FlowOutline, target: RunTarget): FlowOutline["nodes"] {
  const run = new Set(nodesOf(outline, target))
  return outline.nodes.filter(
    ({ name, usesVariants, variants }) => usesVariants && variants.length > 1 && run.has(name),
  )
}

/** The variant that the card shows runs last: what the nodes show is its. */
export function chosenLast(
  { outline, variants }: TestedFlow,
  { node, ids }: { node: string; ids: readonly string[] },
): string[] {
  const known = outline.nodes.find(({ name }) => name === node)?.variants
  const chosen = variants[node] ?? known?.find(({ isDefault }) => isDefault)?.id
  return [...ids.filter((id) => id !== chosen), ...ids.filter((id) => id === chosen)]
}

export function optionsOf(target: RunTarget): Pick<TestRunOptions, "node" | "from"> {
  return target.kind === "flow" ? {} : target.kind === "node" ? { node: target.node } : { from: target.node }
}

export function targetOf({ node, from }: TestRunOptions): RunTarget {
  if (node !== undefined) return { kind: "node", node }
  return from === undefined ? { kind: "flow" } : { kind: "from", node: from }
}

/** Of values by key those of inputs, by name. */
export function byName(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith("inputs.") ? [[key.slice("inputs.".length), value]] : [],
    ),
  )
}
