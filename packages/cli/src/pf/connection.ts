import { MillraceError } from "@internal/schema"
import { nestedPairs } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { askFor, laidOver, withSecrets } from "../commands/connection-create.ts"
import { asked } from "./asked.ts"
import { printJson } from "./json.ts"

const DEFAULT_LIMIT = 50

/** `pf connection create` */
export const connectionCreate: Action = async (given, context) => {
  const api = await context.millrace()
  const name = given.text("name")
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  const read = await api.connections.read(given.required("file"), name)
  const file = laidOver({ ...read, ...(name !== undefined && { name }) }, set)
  const secrets = await askFor(api.connections.secretsToAsk(file), context.terminal)
  printJson(context, (await api.connections.create(withSecrets(file, secrets))).json)
}

/** `pf connection update` */
export const connectionUpdate: Action = async (given, context) => {
  const api = await context.millrace()
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  printJson(context, (await api.connections.update(given.required("name"), set)).json)
}

/** `pf connection show` */
export const connectionShow: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, (await api.connections.get(given.required("name"))).json)
}

/** `pf connection list` */
export const connectionList: Action = async (given, context) => {
  const api = await context.millrace()
  const limit = given.flag("allResults")
    ? Number.MAX_SAFE_INTEGER
    : (given.count("maxResults") ?? DEFAULT_LIMIT)
  const connections = await api.connections.list({ limit })
  printJson(
    context,
    connections.map((c) => c.json),
  )
}

/** `pf connection delete`: deleting what is not there is no error in the original. */
export const connectionDelete: Action = async (given, context) => {
  if (!(await asked("Are you sure you want to perform this operation?", given, context))) return
  const api = await context.millrace()
  try {
    await api.connections.delete(given.required("name"))
  } catch (error) {
    if (!(error instanceof MillraceError && error.code === "CONNECTION_NOT_FOUND")) throw error
  }
}
