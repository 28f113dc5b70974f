import type { Action } from "../command.ts"
import { confirm } from "../terminal/ask.ts"
import { printJson } from "./print.ts"

/** `run delete` */
export const runDelete: Action = async (given, context) => {
  const name = given.required("name")
  const api = await context.millrace()
  const run = await api.runs.get(name)
  if (
    !given.flag("yes") &&
    !(await confirm(`Delete run ${run.name} for good?`, context.terminal.err, "y or n: "))
  )
    return
  await api.runs.delete(name)
  if (context.json) printJson(context, { deleted: name })
  else context.terminal.err(`deleted ${name}\n`)
}
