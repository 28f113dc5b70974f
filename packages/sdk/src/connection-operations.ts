import { resolve } from "node:path"
import { type Connection, connectionKind, MillraceError } from "@internal/schema"
import { connectionFromFile, connectionToJson, limitsToFile, secretsToAsk } from "@internal/store"
import type { ConnectionInfo, ConnectionOperations } from "./api/connections.ts"
import { checkConnectionClass } from "./connection-class.ts"
import type { Context } from "./context.ts"
import type { Places } from "./home.ts"
import { readDotenv, readYamlMapping } from "./yaml-file.ts"

/** The operations on connections; secrets go in and never come out. */
export function connectionOperations(context: Context): ConnectionOperations {
  const info = (connection: Connection) => infoOf(connection, context.places.profile)
  const connections = async () => {
    await context.localConnections()
    return (await context.store()).connections
  }
  return {
    async create(file, ask) {
      await context.localConnections()
      const connection = connectionFromFile(file)
      await checkConnectionClass(connection, context)
      const open = secretsToAsk(connection)
      const typed = ask && open.length > 0 ? await ask(open) : {}
      const secrets = { ...connection.secrets, ...typed }
      return info(await (await connections()).put({ ...connection, secrets }))
    },
    async update(name, changes, ask) {
      return info(await (await connections()).update(name, changes, ask))
    },
    async get(name) {
      return info(await (await connections()).need(name))
    },
    async list(options = {}) {
      return (await (await connections()).list(options)).map(info)
    },
    async delete(name) {
      await (await connections()).delete(name)
    },
    test: async (name) => (await import("./test-connection.ts")).testConnection(context, name),
    async read(path, name) {
      const file = resolve(context.places.cwd, path)
      // A .env file is a custom connection all of whose values are secret (surface 1.2).
      if (!file.endsWith(".env")) {
        const fields = readYamlMapping(file, "a connection")
        return name === undefined ? fields : { ...fields, name }
      }
      if (name === undefined) {
        const reason = "a .env file holds no name"
        const options = {
          message: `A .env file holds no name for the connection: give --name with ${path}.`,
          hint: "Give it with --name.",
          original: ["UserError"],
        }
        throw new MillraceError("CONNECTION_INVALID", { name: "", reason }, options)
      }
      return { name, type: "custom", configs: {}, secrets: readDotenv(file) }
    },
  }
}

/** The original's commands show nothing of limits. */
function infoOf(connection: Connection, profile: Places["profile"]): ConnectionInfo {
  const kind = connectionKind(connection.type)
  const limits = profile === "pf" ? {} : limitsToFile(connection.limits)
  const json = { ...connectionToJson(connection), ...limits }
  const fields =
    kind?.yaml === "custom"
      ? { ...(json.configs as Record<string, string>), ...(json.secrets as Record<string, string>) }
      : Object.fromEntries(
          [...(kind?.fields ?? []).map(({ name }) => name), ...Object.keys(limits)].map((name) => [
            name,
            String((json as Record<string, unknown>)[name] ?? ""),
          ]),
        )
  return {
    name: connection.name,
    type: connection.type,
    module: connection.module,
    createdDate: connection.createdDate ?? "",
    lastModifiedDate: connection.lastModifiedDate ?? "",
    fields,
    json,
  }
}
