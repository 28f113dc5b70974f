import type { RunInfo } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { runInfo } from "./run-info.ts"

/** How often the store is asked whether another process has written something; nothing else polls. */
const LOOK_EVERY_MS = 100

/** Follows a run of this or another process until it ends: its events from the first, then its state. */
export function followRun(context: Context, name: string): WorkHandle<RunInfo> {
  return new WorkHandle<RunInfo>(name, async (handle) => {
    const store = await context.store()
    const changed = async (last: number) => {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
        const now = await store.version()
        // A run whose process died changes nothing any more, so its state is looked at now and then.
        if (now !== last || handle.drain.aborted || ++quiet % 10 === 0) return now
      }
    }
    let quiet = 0
    let seq = 0
    let version = -1
    for (;;) {
      const run = await store.runs.get(name)
      for await (const event of store.journal.read(name, seq)) {
        seq = event.seq
        handle.emit(event)
      }
      if (run.state !== "running" || handle.stop.aborted || handle.drain.aborted) {
        return runInfo(run, await store.runs.error(name))
      }
      version = await changed(version)
    }
  })
}
