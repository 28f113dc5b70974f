import type { WorkOutcome } from "../../api/work.ts"
import type { OpenFlow } from "../../flow/open-flow.ts"
import type { RunTarget } from "../../flow/run-needs.ts"
import type { CacheUse } from "../../flow/tested-flow.ts"
import { toast } from "../../ui/toasts.ts"

/** Runs it, or asks first where something is missing or to be chosen; what keeps it from starting is said. */
export async function runAndTell(flow: OpenFlow, target: RunTarget, cache?: CacheUse): Promise<void> {
  tellError((await flow.tests.start(target, cache)).error)
}

/** A folder that may not run is asked about, not complained of. */
export function tellError(error: WorkOutcome["error"]): void {
  if (error && error.code !== "FOLDER_UNTRUSTED")
    toast({ kind: "error", title: error.message, ...(error.hint && { text: error.hint }) })
}
