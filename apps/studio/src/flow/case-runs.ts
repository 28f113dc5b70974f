import { call } from "../api/call.ts"
import { FollowedWork } from "../api/work.ts"
import { chosenRuntime } from "./chosen-runtime.ts"
import { initOf, type RunPorts } from "./run-ports.ts"
import type { TestCase } from "./test-case-file.ts"

/** How a case ended: `same` outputs as are kept, others, none to compare with, or no outputs at all. */
export type CaseState = "waiting" | "running" | "same" | "changed" | "new" | "failed" | "cancelled"

export interface CaseResult {
  state: CaseState
  outputs?: Record<string, unknown>
  error?: { message: string; hint?: string }
  /** Milliseconds. */
  duration?: number
  tokens?: number
}

/** What a test answers, as far as it is looked at here. */
interface Answered {
  status?: string
  output?: unknown
  error?: { message: string; millrace?: { hint?: string } }
  duration?: number
  usage?: { total_tokens?: number }
}

/** The flow whose cases run. */
export interface CasesOf {
  readonly path: string
  readonly variants: Readonly<Record<string, string>>
  readonly ports: RunPorts
  readonly init: Readonly<Record<string, unknown>>
  saved(): Promise<void>
  changed(): void
  /** Hears of a work that is not to be shown as a run of the flow. */
  started(work: string): void
}

/** Runs test cases one after another, and keeps how each ended, without touching what the cards show. */
export class CaseRuns {
  readonly #flow: CasesOf
  readonly #results = new Map<string, CaseResult>()
  #work: FollowedWork | undefined
  #isRunning = false
  #isCancelled = false

  constructor(flow: CasesOf) {
    this.#flow = flow
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  result(name: string): CaseResult | undefined {
    return this.#results.get(name)
  }

  /** How many ended how. */
  counts(cases: readonly TestCase[]): Map<CaseState, number> {
    const counts = new Map<CaseState, number>()
    for (const { name } of cases) {
      const state = this.#results.get(name)?.state
      if (state) counts.set(state, (counts.get(state) ?? 0) + 1)
    }
    return counts
  }

  /** Answers an error that kept them from running at all. */
  async run(
    cases: readonly TestCase[],
  ): Promise<{ message: string; code?: string; hint?: string } | undefined> {
    if (this.#isRunning) return undefined
    this.#isRunning = true
    this.#isCancelled = false
    this.#results.clear()
    for (const { name } of cases) this.#set(name, { state: "waiting" })
    try {
      await this.#flow.saved()
      for (const one of cases) {
        if (this.#isCancelled) this.#set(one.name, { state: "cancelled" })
        else await this.#runOne(one)
      }
      return undefined
    } catch (thrown) {
      this.#results.clear()
      return thrown as Error & { code?: string; hint?: string }
    } finally {
      this.#isRunning = false
      this.#flow.changed()
    }
  }

  async cancel(): Promise<void> {
    this.#isCancelled = true
    await this.#work?.giveUp()
  }

  async #runOne({ name, inputs, outputs }: TestCase): Promise<void> {
    this.#set(name, { state: "running" })
    const runtime = chosenRuntime(this.#flow.path)
    const { work } = await call("tests.start", {
      body: {
        flow: this.#flow.path,
        inputs,
        ...initOf(this.#flow),
        variants: { ...this.#flow.variants },
        properties: { case: name },
        ...(runtime !== undefined && { runtime }),
      },
    })
    this.#flow.started(work)
    this.#work = new FollowedWork(work)
    const { result, error } = await this.#work.outcome
    this.#work = undefined
    this.#set(name, caseResult((result ?? {}) as Answered, outputs, error))
  }

  #set(name: string, result: CaseResult): void {
    this.#results.set(name, result)
    this.#flow.changed()
  }
}

export function caseResult(
  { status, output, error, duration, usage }: Answered,
  expected: Record<string, unknown> | undefined,
  refused?: { message: string; hint?: string },
): CaseResult {
  const facts = {
    ...(duration !== undefined && { duration }),
    ...(usage?.total_tokens !== undefined && { tokens: usage.total_tokens }),
  }
  if (refused) return { state: "failed", error: refused }
  if (status === "cancelled") return { state: "cancelled", ...facts }
  if (status !== "done")
    return {
      state: "failed",
      error: {
        message: error?.message ?? "It failed.",
        ...(error?.millrace?.hint && { hint: error.millrace.hint }),
      },
      ...facts,
    }
  const outputs = (typeof output === "object" && output !== null ? output : { output }) as Record<
    string,
    unknown
  >
  if (!expected) return { state: "new", outputs, ...facts }
  return { state: isEqual(outputs, expected) ? "same" : "changed", outputs, ...facts }
}

/** Equal as JSON, whatever the order of keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder)
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
