import type { FlowOutline } from "@internal/flow"
import { call } from "../api/call.ts"
import { RunState } from "../api/run-state.ts"
import { FollowedWork, type Told, type WorkOutcome } from "../api/work.ts"
import { CaseRuns } from "./case-runs.ts"
import { chosenRuntime } from "./chosen-runtime.ts"
import { keptFacts } from "./kept-facts.ts"
import { LastRun } from "./last-run.ts"
import { givenOf, isMissing, missingInputs, nodesOf, type Resolved, type RunTarget } from "./run-needs.ts"
import { givenValues, initOf } from "./run-ports.ts"
import { TestHistory } from "./test-history.ts"
import {
  byName,
  type CacheUse,
  chosenLast,
  neededValues,
  optionsOf,
  type Running,
  type ShownTest,
  type TestedFlow,
  type TestRunOptions,
  targetOf,
  untakenValue,
  variantNodes,
} from "./tested-flow.ts"

/** What the server says of a test that is not given all that it takes. */
const LACKS: ReadonlySet<string> = new Set(["INPUTS_REQUIRED", "INPUT_MISSING"])

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
      get ports() {
        return flow.ports
      },
      get init() {
        return flow.init
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
    const untaken = untakenValue(this.#flow, target, this.values(target))
    if (untaken) return Promise.resolve(untaken)
    if (this.variantNodes(target).length > 0) {
      this.ask(target)
      return Promise.resolve({})
    }
    return this.run({ ...optionsOf(target), ...(cache && { cache }) })
  }

  /** Nodes of a target that have variants to choose from. */
  variantNodes(target: RunTarget): FlowOutline["nodes"] {
    return variantNodes(this.#flow.outline, target)
  }

  /** Everything that a target takes, with the values that there are. */
  values(target: RunTarget, typed: Readonly<Record<string, unknown>> = {}): Resolved[] {
    return neededValues(this.#flow, this.last, target, typed)
  }

  /** Tests the flow, a node, or a node and what depends on it. Answers how it ended. */
  async run(options: TestRunOptions = {}): Promise<WorkOutcome> {
    if (this.#running) return {}
    const target = targetOf(options)
    const { typed = {}, variants } = options
    const resolved = this.values(target, typed)
    const untaken = untakenValue(this.#flow, target, resolved)
    if (untaken) return untaken
    const isFlow = target.kind === "flow"
    const inputs = { ...this.#flow.inputs, ...(isFlow && byName(typed)) }
    const isLacking = isFlow ? missingInputs(this.#flow.ports, inputs).length > 0 : resolved.some(isMissing)
    // of a flow that cannot run its error is told, as on the command line, before anybody types what it takes
    if (isLacking && !(isFlow && this.#flow.hasErrors)) {
      this.ask(target)
      return {}
    }
    this.#asked = undefined
    this.#isCancelled = false
    const given = isFlow ? givenValues(this.#flow.ports.inputs, inputs) : givenOf(target, resolved)
    const shown: ShownTest[] = []
    for (const id of variants ? chosenLast(this.#flow, variants) : [undefined]) {
      if (this.#isCancelled) break
      const chosen = variants && id !== undefined ? { [variants.node]: id } : {}
      const outcome = await this.#runOne(target, { given, inputs, resolved, chosen, shown, options })
      if (outcome.error?.code === "FOLDER_UNTRUSTED") break
      if (isLacking && LACKS.has(outcome.error?.code ?? "")) {
        this.#outcome = undefined
        this.ask(target)
        return {}
      }
    }
    return this.#outcome ?? {}
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
      const facts = keptFacts(flow, this.last, target, { inputs, resolved, chosen })
      const runtime = chosenRuntime(flow.path)
      const { work } = await call("tests.start", {
        body: {
          flow: flow.path,
          inputs: given,
          ...initOf(flow),
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

  async #follow(work: string, state: RunState, nodes: readonly string[]): Promise<WorkOutcome> {
    const followed = new FollowedWork(work, { state, told: (told) => this.#told(told) })
    this.#running = { work: followed, nodes, setup: "" }
    if (this.#isCancelled) void followed.giveUp()
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

  /** What is in flight is given up: all of a test is, so it would go on to its end. Variants that wait are not begun. */
  async cancel(): Promise<void> {
    if (!this.#running) return
    this.#isCancelled = true
    this.#flow.changed()
    await this.#running.work?.giveUp()
  }

  /** It was told to end, and has not. */
  get isCancelling(): boolean {
    return this.#isCancelled && this.#running !== undefined
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
