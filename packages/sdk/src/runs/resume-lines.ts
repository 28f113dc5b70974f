import { type EndedLine, endedOutcome, type LineInput, withImagesAgain } from "@internal/engine"
import { type LineState, type MediaStore, type NewEvent, type Plan, reduceLine } from "@internal/schema"
import type { RunRecord, Store } from "@internal/store"

/** Answers the lines that `source` has done. */
export function doneLines(store: Store, source: RunRecord, plan: Plan, images: MediaStore) {
  return async ({ number }: LineInput): Promise<EndedLine | undefined> => {
    const events: (NewEvent & { at: number })[] = []
    let state: LineState | undefined
    for await (const event of store.runs.lineEvents(source.name, number)) {
      state = reduceLine(state, event)
      const { v: _format, run: _run, seq: _seq, ...told } = event
      events.push(told as NewEvent & { at: number }) // what is left of a RunEvent
    }
    if (state?.status !== "done") return undefined
    return { events, outcome: await withImagesAgain(endedOutcome(plan, state), plan, images) }
  }
}
