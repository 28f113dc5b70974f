import type { Action } from "../command.ts"
import { confirm } from "../terminal/ask.ts"
import { printJson } from "./print.ts"

/** `connection delete` */
export const connectionDelete: Action = async (given, context) => {
  const name = given.required("name")
  const api = await context.millrace()
  const found = await api.connections.get(name)
  const { terminal } = context
  if (!given.flag("yes") && !(await confirm(`Delete connection ${found.name}?`, terminal.err, "y or n: ")))
    return
  await api.connections.delete(name)
  if (context.json) printJson(context, { deleted: name })
  else terminal.err(`deleted ${name}\n`)
}
