import type { FileEntry, FlowTest } from "@internal/schema/studio"
import { toPlain } from "@internal/value"
import { call } from "../api/call.ts"
import { RunState } from "../api/run-state.ts"
import { holdsImage } from "../ui/value-kind.ts"
import { followTest, readTest } from "./follow-test.ts"
import type { LastRun, RunFacts } from "./last-run.ts"
import { nodesOf } from "./run-needs.ts"
import { effectiveInputs, givenValues } from "./run-ports.ts"
import { factsOf, inputTexts, type KeptFacts, testsToShow } from "./test-facts.ts"
import type { TestedFlow } from "./tested-flow.ts"

/** What the history needs of the tests that the page itself starts. */
export interface HistoryOwner {
  readonly flow: TestedFlow
  readonly last: LastRun
  readonly isRunning: boolean
  isOwn(work: string): boolean
  /** A test of the flow, or of a part of it, is the last one now. */
  show(state: RunState): void
  /** Follows a work of this server that somebody else, or this page before it was loaded again, has started. */
  follow(work: string, state: RunState, nodes: readonly string[]): Promise<void>
}

/** What was tested before the page was opened, and what others test while it is: by the command line, in another tab. */
export class TestHistory {
  readonly #owner: HistoryOwner
  readonly #stop = new AbortController()
  /** Runs that are shown, or were. */
  readonly #known = new Set<string>()
  #isLooking: "no" | "looking" | "again" = "no"
  #hasLooked = false

  constructor(owner: HistoryOwner) {
    this.#owner = owner
  }

  /** Asks for tests that are not known yet; once at the beginning, then each time that the store has changed. */
  async look(): Promise<void> {
    if (this.#isLooking !== "no") {
      this.#isLooking = "again"
      return
    }
    do {
      this.#isLooking = "looking"
      await this.#lookOnce().catch(() => {}) // the store will change again
    } while ((this.#isLooking as string) === "again" && !this.#stop.signal.aborted)
    this.#isLooking = "no"
  }

  close(): void {
    this.#stop.abort()
  }

  async #lookOnce(): Promise<void> {
    const { flow } = this.#owner
    const all = await call("tests.list", { query: { flow: flow.path } })
    const tests = all.filter(({ properties }) => properties.case === undefined) // a case is no run of its own
    const isFirst = !this.#hasLooked
    this.#hasLooked = true
    const news = (isFirst ? testsToShow(tests) : [...tests].reverse()).filter((test) => this.#isNew(test))
    if (isFirst) for (const { run } of tests) this.#known.add(run)
    if (news.length === 0) return
    const files = await call("files.list", { query: { folder: flow.folder } }).catch(() => [])
    for (const test of news) await this.#take(test, files, isFirst)
    flow.changed()
  }

  #isNew({ run, work }: FlowTest): boolean {
    if (this.#known.has(run)) return false
    if (work !== null) return !this.#owner.isOwn(work)
    return !this.#owner.isRunning // it may be the one that has just begun here: it is looked at again
  }

  async #take(test: FlowTest, files: readonly FileEntry[], isFirst: boolean): Promise<void> {
    const { flow, last } = this.#owner
    const { signal } = this.#stop
    this.#known.add(test.run)
    const isWhole = test.node === null && test.nodes === null
    const nodes =
      test.nodes ??
      nodesOf(flow.outline, test.node === null ? { kind: "flow" } : { kind: "node", node: test.node })
    const facts = factsOf(test, flow.nodeFiles(), files)
    const isOpen = test.state === "running"
    const state = isOpen ? new RunState(test.run) : await readTest(test, signal)
    if (signal.aborted) return
    if (isFirst) this.#takeInputs(test, state, isWhole)
    last.begin(state, nodes, isOpen ? facts : this.#withInputs(facts, state))
    if (test.node === null) this.#owner.show(state)
    if (!isOpen) return
    if (test.work !== null && !this.#owner.isRunning) {
      void this.#owner.follow(test.work, state, nodes)
      return
    }
    void followTest(test, state, signal).then(() => {
      if (signal.aborted) return
      last.begin(state, nodes, this.#withInputs(facts, state))
      flow.changed()
    })
  }

  /** What somebody ran last is what the cards show, where nothing else was typed. */
  #takeInputs({ properties }: FlowTest, state: RunState, isWhole: boolean): void {
    const { flow } = this.#owner
    const { typed, init = {} } = properties as Partial<KeptFacts>
    if (typed) {
      flow.takeValues({ inputs: typed, init })
      return
    }
    if (!isWhole) return
    const defaults = inputTexts(effectiveInputs(flow.ports, {}))
    const given = Object.entries(inputsOf(state)).filter(
      ([name, value]) => !holdsImage(value) && JSON.stringify(value) !== defaults[name],
    )
    flow.takeValues({ inputs: givenValues(flow.ports.inputs, Object.fromEntries(given)) })
  }

  /** The inputs of a test that does not say what it was given: what its line took. Images are recorded otherwise. */
  #withInputs(facts: RunFacts, state: RunState): RunFacts {
    if (facts.inputs) return facts
    const { flow } = this.#owner
    const now = inputTexts(effectiveInputs(flow.ports, flow.inputs))
    const took = inputsOf(state)
    if (Object.keys(took).length === 0) return facts
    const inputs = Object.fromEntries(
      Object.entries(took).flatMap(([name, value]) => {
        const text = holdsImage(value) ? now[name] : inputTexts({ [name]: value })[name]
        return text === undefined ? [] : [[name, text]]
      }),
    )
    return { ...facts, inputs }
  }
}

function inputsOf(state: RunState): Record<string, unknown> {
  const inputs = state.line(0)?.inputs
  const plain = inputs && toPlain(inputs.value)
  return typeof plain === "object" && plain !== null ? (plain as Record<string, unknown>) : {}
}
