import { nestedPairs } from "../arguments/pairs.ts"
import { runChanges } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import { asked } from "./asked.ts"
import { printJson } from "./json.ts"
import { runJson } from "./run-json.ts"

/** `pf run update` */
export const runUpdate: Action = async (given, context) => {
  const changes = runChanges(nestedPairs(given.list("set"), "--set") ?? {})
  const api = await context.millrace()
  printJson(context, runJson(await api.runs.update(given.required("name"), changes)))
}

/** `pf run archive` */
export const runArchive: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, runJson(await api.runs.archive(given.required("name"))))
}

/** `pf run restore` */
export const runRestore: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, runJson(await api.runs.restore(given.required("name"))))
}

/** `pf run delete` */
export const runDelete: Action = async (given, context) => {
  if (!(await asked("Are you sure to delete run irreversibly?", given, context))) {
    context.terminal.out("The delete operation was canceled.\n")
    return
  }
  const api = await context.millrace()
  await api.runs.delete(given.required("name"))
}
