import type { Progress } from "../api/execution.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import type { WorkHandle } from "../handle.ts"
import { createRun } from "../runs/create-run.ts"

/** Runs one to its end as a part of something larger, which hears what it does and can stop it. Rejects as `createRun`. */
export async function childRun(
  context: Context,
  { signal: _, ...options }: RunOptions,
  parent: WorkHandle<unknown>,
  listener?: (progress: Progress) => void,
): Promise<RunInfo> {
  return followChild(await createRun(context, options), parent, listener)
}

/** The same of a run that has begun. */
export async function followChild(
  child: WorkHandle<RunInfo>,
  parent: WorkHandle<unknown>,
  listener: (progress: Progress) => void = () => {},
): Promise<RunInfo> {
  const drain = () => child.cancel()
  const stop = () => {
    child.cancel() // the first lets finish
    child.cancel()
  }
  parent.drain.addEventListener("abort", drain)
  parent.stop.addEventListener("abort", stop)
  if (parent.stop.aborted) stop()
  else if (parent.drain.aborted) drain()
  try {
    for await (const progress of child.events()) {
      listener(progress)
      parent.emit(progress)
    }
    return await child.result
  } finally {
    parent.drain.removeEventListener("abort", drain)
    parent.stop.removeEventListener("abort", stop)
  }
}
