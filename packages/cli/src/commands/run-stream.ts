import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { BatchView } from "../progress/batch-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printJson } from "./print.ts"
import { printRun } from "./run-show.ts"

/** `run stream`: Ctrl-C stops the looking on, not the run of another process. */
export const runStream: Action = async (given, context) => {
  const api = await context.millrace()
  const stopping: Stopping = { exitCode: undefined }
  const run = await follow(
    api.runs.follow(runName(given)),
    new BatchView(context.terminal, { everyLine: true }),
    stopping,
  )
  if (context.json) printJson(context, run)
  else printRun(run, context)
  if (stopping.exitCode !== undefined) return stopping.exitCode
  return run.state === "done" ? 0 : 1
}
