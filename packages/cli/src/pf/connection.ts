import { MillraceError } from "@internal/schema"
import { nestedPairs } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { asGiven } from "../commands/connection-create.ts"
import { askSecret } from "../terminal/ask.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { asked } from "./asked.ts"
import { printJson } from "./json.ts"
import { maxResults } from "./max-results.ts"

const DEFAULT_LIMIT = 50

/** `pf connection create` */
export const connectionCreate: Action = async (given, context) => {
  const api = await context.millrace()
  const read = await api.connections.read(given.required("file"), given.text("name"))
  printJson(context, (await api.connections.create(asGiven(read, given), askOn(context.terminal))).json)
}

/** `pf connection update` */
export const connectionUpdate: Action = async (given, context) => {
  const api = await context.millrace()
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  const updated = await api.connections.update(given.required("name"), set, askOn(context.terminal))
  printJson(context, updated.json)
}

/** Asks on stdout, between the original's headlines. */
function askOn(terminal: Terminal) {
  return async (names: string[]) => {
    terminal.out("=================== Please input required secrets ===================\n")
    const secrets: Record<string, string> = {}
    for (const name of names) secrets[name] = await askSecret(name, terminal, terminal.out)
    terminal.out("=================== Required secrets collected ===================\n")
    return secrets
  }
}

/** `pf connection show` */
export const connectionShow: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, (await api.connections.get(given.required("name"))).json)
}

/** `pf connection list` */
export const connectionList: Action = async (given, context) => {
  const api = await context.millrace()
  const connections = await api.connections.list({ limit: maxResults(given, DEFAULT_LIMIT) })
  printJson(
    context,
    connections.map((c) => c.json),
  )
}

/** `pf connection delete`: deleting what is not there is no error in the original. */
export const connectionDelete: Action = async (given, context) => {
  if (!(await asked("Are you sure you want to perform this operation?", given, context))) {
    context.terminal.out("The delete operation was canceled.\n")
    return
  }
  const api = await context.millrace()
  try {
    await api.connections.delete(given.required("name"))
  } catch (error) {
    if (!(error instanceof MillraceError && error.code === "CONNECTION_NOT_FOUND")) throw error
  }
}
