import { nestedPairs } from "../arguments/pairs.ts"
import { runChanges } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `run update` */
export const runUpdate: Action = async (given, context) => {
  const changes = runChanges(nestedPairs(given.list("set"), "--set") ?? {})
  const api = await context.millrace()
  const run = await api.runs.update(given.required("name"), changes)
  if (context.json) printJson(context, run)
  else context.terminal.err(`updated ${run.name}\n`)
}
