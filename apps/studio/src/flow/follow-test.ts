import type { FlowTest } from "@internal/schema/studio"
import { ApiFailure, callLines } from "../api/call.ts"
import { RunState } from "../api/run-state.ts"

/**
 * Fills `state` with the journal of a test of another program, as it goes on; resolves when it has ended. Of a node alone
 * the journal does not say when: it has ended with its node.
 */
export async function followTest(test: FlowTest, state: RunState, signal: AbortSignal): Promise<void> {
  for (let after = 0; !signal.aborted; ) {
    try {
      const lines = callLines("runs.events", { query: { name: test.run, after }, signal } as never)
      for await (const { seq, journal } of lines) {
        after = Number(seq)
        state.journal(journal as Parameters<RunState["journal"]>[0])
        if (test.node !== null && hasEnded(state, test.node)) return
      }
      return
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof ApiFailure) || thrown.code !== "SERVER_GONE") return
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/** The state of a test that has ended, or that is not to be waited for. */
export async function readTest(test: FlowTest, signal: AbortSignal): Promise<RunState> {
  const state = new RunState(test.run)
  await followTest(test, state, signal)
  return state
}

function hasEnded(state: RunState, name: string): boolean {
  const node = state.node(0, name) ?? state.node(null, name)
  return node !== undefined && node.status !== "running"
}
