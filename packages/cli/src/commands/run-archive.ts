import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `run archive` */
export const runArchive: Action = async (given, context) => {
  const api = await context.millrace()
  const run = await api.runs.archive(runName(given))
  if (context.json) printJson(context, run)
  else context.terminal.err(`archived ${run.name}; millrace run restore ${run.name} brings it back\n`)
}

/** `run restore` */
export const runRestore: Action = async (given, context) => {
  const api = await context.millrace()
  const run = await api.runs.restore(runName(given))
  if (context.json) printJson(context, run)
  else context.terminal.err(`restored ${run.name}\n`)
}
