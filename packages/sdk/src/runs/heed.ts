import { MillraceError } from "@internal/schema"
import type { Store } from "@internal/store"
import type { WorkHandle } from "../handle.ts"

const LOOK_EVERY_MS = 250

/** Does what other processes ask of the run that this one writes, until the timer is cleared. */
export function heed(store: Store, name: string, handle: WorkHandle<unknown>): NodeJS.Timeout {
  let heeded: string | undefined
  const look = async () => {
    const asked = await store.runs.asked(name).catch(() => undefined) // the next look may succeed
    if (asked === undefined || asked === heeded) return
    heeded = asked
    if (asked === "pause") handle.cancel(new MillraceError("RUN_PAUSED", { name }))
    else {
      handle.cancel()
      if (asked === "stop") handle.cancel()
    }
  }
  return setInterval(() => void look(), LOOK_EVERY_MS)
}
