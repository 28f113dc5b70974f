import { callLines } from "../../api/call.ts"
import { RunState } from "../../api/run-state.ts"

/** What the nodes of a turn did, from the journal of the test that it was; undefined where the store has it no more. */
export async function readTrace(run: string): Promise<RunState | undefined> {
  const state = new RunState(run)
  try {
    for await (const { journal } of callLines("runs.events", { query: { name: run } } as never))
      state.journal(journal as Parameters<RunState["journal"]>[0])
    return state
  } catch {
    return undefined
  }
}
