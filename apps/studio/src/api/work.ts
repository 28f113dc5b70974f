import type { NodeDelta } from "@internal/schema"
import { ApiFailure, call, callLines } from "./call.ts"
import { RunState } from "./run-state.ts"
import { shownError } from "./shown-error.ts"

export interface WorkOutcome {
  result?: unknown
  error?: { message: string; code?: string; hint?: string }
}

/** Progress that is no event of a run: setting up, warnings, groups. */
export type Told = Record<string, unknown> & { type: string }

/**
 * Follows a work of the server to its end, over breaks of the connection. `state` is filled as its run goes on.
 */
export class FollowedWork {
  readonly id: string
  readonly outcome: Promise<WorkOutcome>
  /** Of the run that the work is; there as soon as it tells its name. */
  state: RunState | undefined
  readonly #told: (told: Told) => void
  readonly #stop = new AbortController()

  constructor(
    id: string,
    { told = () => {}, state }: { told?: (told: Told) => void; state?: RunState } = {},
  ) {
    this.id = id
    this.state = state
    this.#told = told
    this.outcome = this.#follow()
  }

  /** Once: what is in flight may end; again: it is given up. */
  async cancel(): Promise<void> {
    await call("work.cancel", { query: { work: this.id } } as never)
  }

  /** Ends it now, whatever is in flight. */
  async giveUp(): Promise<void> {
    await this.cancel()
    await this.cancel()
  }

  /** Listens no more; the work goes on. */
  leave(): void {
    this.#stop.abort()
  }

  async #follow(): Promise<WorkOutcome> {
    let after = 0
    for (;;) {
      try {
        for await (const line of callLines("work.events", {
          query: { work: this.id, after },
          signal: this.#stop.signal,
        } as never)) {
          after = Number(line.seq)
          const journal = line.journal as Parameters<RunState["journal"]>[0] | undefined
          if (journal) {
            this.state ??= new RunState(journal.run)
            this.state.journal(journal)
            continue
          }
          const event = line.event as Told
          if (event.type === "work-end") return outcomeOf(event as WorkOutcome)
          if (event.type === "ready") this.state ??= new RunState(String(event.run))
          if (event.type === "node-delta") this.state?.delta(event as unknown as NodeDelta)
          else this.#told(event)
        }
      } catch (thrown) {
        if (this.#stop.signal.aborted) return {}
        if (thrown instanceof ApiFailure && thrown.code !== "SERVER_GONE") return { error: thrown }
      }
      if (this.#stop.signal.aborted) return {}
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/** An error with the code and the hint that the command line has of it; the record's own code is the original's. */
function outcomeOf({ error, ...outcome }: WorkOutcome): WorkOutcome {
  return { ...outcome, ...(error && { error: { ...error, ...shownError(error) } }) }
}
