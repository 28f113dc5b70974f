import type { ConnectionInfo } from "@internal/sdk"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { printJson, printPairs, printTable } from "./print.ts"

const DEFAULT_LIMIT = 50

/** `connection show` */
export const connectionShow: Action = async (given, context) => {
  const api = await context.millrace()
  printConnection(await api.connections.get(given.required("name")), context)
}

/** `connection list` */
export const connectionList: Action = async (given, context) => {
  const api = await context.millrace()
  const limit = given.flag("all") ? Number.MAX_SAFE_INTEGER : (given.count("limit") ?? DEFAULT_LIMIT)
  const connections = await api.connections.list({ limit })
  if (context.json)
    return printJson(
      context,
      connections.map((c) => c.json),
    )
  if (connections.length === 0) {
    context.terminal.err("There are no connections. millrace connection create --file FILE stores one.\n")
    return
  }
  printTable(
    context,
    [{ title: "name" }, { title: "type" }, { title: "fields" }, { title: "changed", shrinks: false }],
    connections.map((c) => [
      c.name,
      c.type,
      fieldsText(c),
      c.lastModifiedDate.slice(0, 16).replace("T", " "),
    ]),
  )
}

export function printConnection(connection: ConnectionInfo, context: Context): void {
  if (context.json) printJson(context, connection.json)
  else
    printPairs(context, [
      ["name", connection.name],
      ["type", connection.type],
      ...Object.entries(connection.fields),
    ])
}

function fieldsText({ fields }: ConnectionInfo): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")
}
