import type { FlowOutline } from "@internal/flow"
import { call } from "../api/call.ts"
import { RunState } from "../api/run-state.ts"
import { FollowedWork, type Told, type WorkOutcome } from "../api/work.ts"
import { CaseRuns } from "./case-runs.ts"
import { chosenRuntime } from "./chosen-runtime.ts"
import { LastRun } from "./last-run.ts"
import { isLiveOutput, outputOf } from "./node-output.ts"
import {
  effectiveInputs,
  flowInputs,
  givenOf,
  isMissing,
  missingInputs,
  needsOf,
  nodesOf,
  type Resolved,
  type RunTarget,
  resolveNeed,
} from "./run-needs.ts"
import { inputTexts, type KeptFacts, shortInputs } from "./test-facts.ts"
import { TestHistory } from "./test-history.ts"

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
  readonly inputs: Readonly<Record<string, unknown>>
  readonly variants: Readonly<Record<string, string>>
  readonly pinned: Readonly<Record<string, unknown>>
  /** Files of each node. */
  nodeFiles(): ReadonlyMap<string, readonly string[]>
  saved(): Promise<void>
  /** Inputs of the last test, where none have been typed here. */
  takeInputs(inputs: Record<string, unknown>): void
  changed(): void
  onUntrusted: ((again: () => void) => void) | undefined
}

/** The tests of an open flow: those that the page starts, those that were there, and those that others start. */
export class FlowTests {
  readonly last = new LastRun()
  readonly cases: CaseRuns
  readonly #flow: TestedFlow
  readonly #history: TestHistory
  readonly #own = new Set<string>()
  #running: Running | undefined
  #outcome: WorkOutcome | undefined
  #shown: readonly ShownTest[] = []
  #asked: RunTarget | undefined
  #isCancelled = false
  #casesShown = 0

  constructor(flow: TestedFlow) {
    const tests = this
    this.#flow = flow
    this.cases = new CaseRuns({
      path: flow.path,
      get variants() {
        return flow.variants
      },
      saved: () => flow.saved(),
      changed: () => flow.changed(),
      started: (work) => this.#own.add(work),
    })
    this.#history = new TestHistory({
      flow,
      last: this.last,
      get isRunning() {
        return tests.#running !== undefined
      },
      isOwn: (work) => this.#own.has(work),
      show: (state) => {
        this.#shown = [{ state }]
        this.#outcome = undefined
      },
      follow: (work, state, nodes) => this.#goOn(work, state, nodes),
    })
  }

  get running(): Running | undefined {
    return this.#running
  }

  get outcome(): WorkOutcome | undefined {
    return this.#outcome
  }

  /** The last test of the flow, or of a part of it: one for each variant that was asked for. */
  get shown(): readonly ShownTest[] {
    return this.#shown
  }

  /** What somebody wants to run and is asked about first. */
  get asked(): RunTarget | undefined {
    return this.#asked
  }

  /** Goes up each time that somebody wants to see the test cases. */
  get casesShown(): number {
    return this.#casesShown
  }

  showCases(): void {
    this.#casesShown++
    this.#flow.changed()
  }

  ask(target: RunTarget | undefined): void {
    this.#asked = target
    this.#flow.changed()
  }

  /** Runs it, or asks first: for values that are missing, and which variants where there are any. */
  start(target: RunTarget, cache?: CacheUse): Promise<WorkOutcome> {
    if (this.variantNodes(target).length > 0) {
      this.ask(target)
      return Promise.resolve({})
    }
    return this.run({ ...optionsOf(target), ...(cache && { cache }) })
  }

  /** Nodes of a target that have variants to choose from. */
  variantNodes(target: RunTarget): FlowOutline["nodes"] {
    const run = new Set(nodesOf(this.#flow.outline, target))
    return this.#flow.outline.nodes.filter(
      ({ name, usesVariants, variants }) => usesVariants && variants.length > 1 && run.has(name),
    )
  }

  /** Everything that a target takes, with the values that there are. */
  values(target: RunTarget, typed: Readonly<Record<string, unknown>> = {}): Resolved[] {
    const { outline, inputs, pinned, variants } = this.#flow
    const known = (node: string) => {
      const state = this.last.node(node)
      if (!state) return {}
      if (state.status === "bypassed") return { isBypassed: true }
      const stale = this.last.stale(node)
      return state.status === "completed"
        ? { output: outputOf(state), isLive: isLiveOutput(state), ...(stale !== undefined && { stale }) }
        : {}
    }
    return needsOf(outline, target, variants).map((need) =>
      resolveNeed(need, { outline, inputs, pinned: target.kind === "flow" ? {} : pinned, typed, known }),
    )
  }

  /** Tests the flow, a node, or a node and what depends on it. Answers how it ended. */
  async run(options: TestRunOptions = {}): Promise<WorkOutcome> {
    if (this.#running) return {}
    const target = targetOf(options)
    const { typed = {}, variants } = options
    const resolved = this.values(target, typed)
    const isFlow = target.kind === "flow"
    const inputs = { ...this.#flow.inputs, ...(isFlow && byName(typed)) }
    if (isFlow ? missingInputs(this.#flow.outline, inputs).length > 0 : resolved.some(isMissing)) {
      this.ask(target)
      return {}
    }
    this.#asked = undefined
    this.#isCancelled = false
    const given = isFlow ? flowInputs(this.#flow.outline, inputs) : givenOf(target, resolved)
    const shown: ShownTest[] = []
    for (const id of variants ? this.#chosenLast(variants) : [undefined]) {
      if (this.#isCancelled) break
      const chosen = variants && id !== undefined ? { [variants.node]: id } : {}
      const outcome = await this.#runOne(target, { given, inputs, resolved, chosen, shown, options })
      if (outcome.error?.code === "FOLDER_UNTRUSTED") break
    }
    return this.#outcome ?? {}
  }

  /** The variant that the card shows runs last: what the nodes show is its. */
  #chosenLast({ node, ids }: { node: string; ids: readonly string[] }): string[] {
    const { outline, variants } = this.#flow
    const known = outline.nodes.find(({ name }) => name === node)?.variants
    const chosen = variants[node] ?? known?.find(({ isDefault }) => isDefault)?.id
    return [...ids.filter((id) => id !== chosen), ...ids.filter((id) => id === chosen)]
  }

  async #runOne(
    target: RunTarget,
    {
      given,
      inputs,
      resolved,
      chosen,
      shown,
      options,
    }: {
      given: Record<string, unknown>
      inputs: Record<string, unknown>
      resolved: readonly Resolved[]
      chosen: Record<string, string>
      shown: ShownTest[]
      options: TestRunOptions
    },
  ): Promise<WorkOutcome> {
    const flow = this.#flow
    const nodes = nodesOf(flow.outline, target)
    this.#running = { work: undefined, nodes, setup: "" }
    this.#outcome = undefined
    flow.changed()
    let test: ShownTest | undefined
    try {
      await flow.saved()
      const facts = this.#facts(target, { inputs, resolved, chosen })
      const runtime = chosenRuntime(flow.path)
      const { work } = await call("tests.start", {
        body: {
          flow: flow.path,
          inputs: given,
          variants: { ...flow.variants, ...chosen },
          cache: options.cache ?? "default",
          tracing: true,
          live: true,
          ...(runtime !== undefined && { runtime }),
          properties: { ...facts },
          ...(target.kind === "node" && { node: target.node }),
          ...(target.kind === "from" && { nodes }),
        },
      })
      this.#own.add(work)
      const state = new RunState(work)
      test = { state, ...(Object.keys(chosen).length > 0 && { variant: Object.values(chosen)[0] ?? "" }) }
      if (target.kind !== "node") this.#shown = [...shown, test]
      this.last.begin(state, nodes, facts)
      this.#outcome = await this.#follow(work, state, nodes)
    } catch (thrown) {
      this.#outcome = { error: thrown as Error & { code?: string; hint?: string } }
    }
    this.#running = undefined
    const outcome = this.#outcome
    if (test) shown.push({ ...test, outcome })
    if (target.kind !== "node" && test) this.#shown = [...shown]
    if (outcome.error?.code === "FOLDER_UNTRUSTED" && flow.onUntrusted) {
      this.#outcome = undefined
      flow.onUntrusted(() => void this.run(options))
    }
    flow.changed()
    void this.look()
    return outcome
  }

  #facts(
    target: RunTarget,
    {
      inputs,
      resolved,
      chosen,
    }: {
      inputs: Record<string, unknown>
      resolved: readonly Resolved[]
      chosen: Record<string, string>
    },
  ): KeptFacts {
    const { outline, variants } = this.#flow
    const isFlow = target.kind === "flow"
    const replaced = isFlow
      ? []
      : resolved.flatMap(({ key, node, source }) =>
          source === "typed" || source === "pinned" ? [node ?? key] : [],
        )
    const ran = Object.fromEntries(
      this.variantNodes(target).flatMap(({ name, variants: all }) => {
        const id = chosen[name] ?? variants[name] ?? all.find(({ isDefault }) => isDefault)?.id
        return id === undefined ? [] : [[name, id]]
      }),
    )
    return {
      written: this.last.marks(),
      inputs: inputTexts(effectiveInputs(outline, inputs)),
      ...shortInputs(flowInputs(outline, inputs)),
      ...(replaced.length > 0 && { replaced }),
      ...(Object.keys(ran).length > 0 && { variants: ran }),
    }
  }

  async #follow(work: string, state: RunState, nodes: readonly string[]): Promise<WorkOutcome> {
    const followed = new FollowedWork(work, { state, told: (told) => this.#told(told) })
    this.#running = { work: followed, nodes, setup: "" }
    if (this.#isCancelled) void followed.cancel()
    this.#flow.changed()
    return followed.outcome
  }

  async #goOn(work: string, state: RunState, nodes: readonly string[]): Promise<void> {
    this.#own.add(work)
    this.#isCancelled = false
    this.#outcome = await this.#follow(work, state, nodes)
    this.#running = undefined
    this.#flow.changed()
  }

  /** First: what is in flight may end; again: it is given up. Variants that wait are not begun. */
  async cancel(): Promise<void> {
    this.#isCancelled = true
    await this.#running?.work?.cancel()
  }

  /** Shows what was tested last, by whatever program, and what others test since. */
  look(): Promise<void> {
    return this.#history.look()
  }

  #told(told: Told): void {
    if (told.type !== "setup" || !this.#running) return
    this.#running = { ...this.#running, setup: String(told.step ?? "") }
    this.#flow.changed()
  }

  /** The page is left. */
  close(): void {
    this.#history.close()
    this.#running?.work?.leave()
  }
}

export function optionsOf(target: RunTarget): Pick<TestRunOptions, "node" | "from"> {
  return target.kind === "flow" ? {} : target.kind === "node" ? { node: target.node } : { from: target.node }
}

function targetOf({ node, from }: TestRunOptions): RunTarget {
  if (node !== undefined) return { kind: "node", node }
  return from === undefined ? { kind: "flow" } : { kind: "from", node: from }
}

/** Of values by key those of inputs, by name. */
function byName(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith("inputs.") ? [[key.slice("inputs.".length), value]] : [],
    ),
  )
}
