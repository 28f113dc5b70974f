import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `run archive` */
export const runArchive: Action = async (given, context) => {
  const api = await context.millrace()
  const run = await api.runs.archive(given.required("name"))
  if (context.json) printJson(context, run)
  else context.terminal.err(`archived ${run.name}; millrace run restore --name ${run.name} brings it back\n`)
}

/** `run restore` */
export const runRestore: Action = async (given, context) => {
  const api = await context.millrace()
  const run = await api.runs.restore(given.required("name"))
  if (context.json) printJson(context, run)
  else context.terminal.err(`restored ${run.name}\n`)
}
