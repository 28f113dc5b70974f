import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { WatchView } from "../progress/watch-view.ts"
import { printJson } from "./print.ts"

/** `run watch`: Ctrl-C ends the looking on, not the run. */
export const runWatch: Action = async (given, context) => {
  const name = runName(given)
  const api = await context.millrace()
  await api.runs.get(name)
  const stopping: Stopping = { exitCode: undefined }
  const run = await follow(api.runs.follow(name), new WatchView(context.terminal, name), stopping)
  if (context.json) printJson(context, run)
  return stopping.exitCode ?? (run.state === "done" || run.state === "running" ? 0 : 1)
}
