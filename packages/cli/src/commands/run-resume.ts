import { present } from "../arguments/execution.ts"
import { money } from "../arguments/money.ts"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { BatchView } from "../progress/batch-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printJson } from "./print.ts"
import { printRun } from "./run-show.ts"

/** `run resume`: the same run goes on, with the progress of `run create`. */
export const runResume: Action = async (given, context) => {
  const { terminal } = context
  const name = runName(given)
  const api = await context.millrace()
  const handle = await api.runs.resume(
    name,
    present({
      failed: given.flag("allFailed") ? "all" : given.flag("failed") ? "operational" : undefined,
      acceptChanges: given.flag("acceptChanges") || undefined,
      concurrency: given.count("concurrency"),
      lineTimeout: given.count("lineTimeout"),
      batchTimeout: given.count("timeout"),
      maxTokens: given.count("maxTokens"),
      maxCost: money(given, "maxCost"),
      runtime: given.text("runtime"),
      install: given.has("install") ? given.flag("install") : undefined,
      record: given.text("record"),
      replay: given.text("replay"),
    } as const),
  )
  const stopping: Stopping = { exitCode: undefined }
  const run = await follow(handle, new BatchView(terminal, { everyLine: given.flag("stream") }), stopping)
  if (context.json) printJson(context, run)
  else printRun(run, context)
  if (stopping.exitCode === undefined) return run.state === "done" ? 0 : 1
  terminal.err(`Stopped; what was done is kept. millrace run resume ${name} goes on with it.\n`)
  return stopping.exitCode
}
