import { nestedPairs } from "../arguments/pairs.ts"
import { runName } from "../arguments/run-name.ts"
import { runChanges } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `run update` */
export const runUpdate: Action = async (given, context) => {
  const changes = runChanges(nestedPairs(given.list("set"), "--set") ?? {})
  const api = await context.millrace()
  const run = await api.runs.update(runName(given), changes)
  if (context.json) printJson(context, run)
  else context.terminal.err(`updated ${run.name}\n`)
}
