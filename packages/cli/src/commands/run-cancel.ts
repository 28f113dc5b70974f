import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { printJson } from "./print.ts"
import { printRun } from "./run-show.ts"

/** `run cancel` */
export const runCancel: Action = async (given, context) => {
  const name = runName(given)
  const api = await context.millrace()
  await api.runs.cancel(name, { now: given.flag("now") })
  return ended(name, context)
}

/** `run pause` */
export const runPause: Action = async (given, context) => {
  const name = runName(given)
  await (await context.millrace()).runs.pause(name)
  return ended(name, context)
}

/** Waits until the run's own process has done it. */
async function ended(name: string, context: Context): Promise<number> {
  const api = await context.millrace()
  const run = await api.runs.follow(name).result
  if (context.json) printJson(context, run)
  else printRun(run, context)
  if (run.state === "done") context.terminal.err("All of it was done already.\n")
  else context.terminal.err(`What is done is kept. millrace run resume ${name} goes on with it.\n`)
  return 0
}
