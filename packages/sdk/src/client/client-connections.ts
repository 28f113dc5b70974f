import { connectionKind, MillraceError } from "@internal/schema"
import { connectionFromFile } from "@internal/store"
import type { ConnectionInfo } from "../api/connections.ts"
import type { MillraceApi } from "../api/millrace-api.ts"
import { type Given, limitOf, type Operation } from "./client-operation.ts"

const HIDDEN = "******"

/** `pf.connections` and `load_connection`. Lists hide secrets; `connections.get` is answered where secrets are known. */
export const CONNECTION_CALLS: Record<string, Operation> = {
  "connections.list": async (api, given) =>
    (await api.connections.list({ limit: limitOf(given) })).map(withoutSecrets),
  "connections.delete": async (api, given) => {
    await api.connections.delete(String(given.name)).catch((thrown: unknown) => {
      // to delete what is not there is no mistake (seen on the original)
      if (!(thrown instanceof MillraceError && thrown.code === "CONNECTION_NOT_FOUND")) throw thrown
    })
  },
  "connections.create_or_update": async (api, given) => {
    const fields = given.fields as Given
    const kept = keepsSecrets(fields) && (await isThere(api, String(fields.name)))
    const { createdDate, lastModifiedDate } = kept
      ? await api.connections.update(String(fields.name), fields)
      : await api.connections.create(fields)
    return { ...connectionFromFile(fields), createdDate, lastModifiedDate }
  },
  load_connection: async (api, { source, overrides }) =>
    connectionFromFile({ ...(await api.connections.read(String(source))), ...(overrides as Given) }),
}

function keepsSecrets(fields: Given): boolean {
  const nested = typeof fields.secrets === "object" && fields.secrets !== null ? fields.secrets : {}
  return [...Object.values(fields), ...Object.values(nested)].includes(HIDDEN)
}

function isThere(api: MillraceApi, name: string): Promise<boolean> {
  return api.connections.get(name).then(
    () => true,
    () => false,
  )
}

/** As a connection object is made of it. */
function withoutSecrets({ name, type, module, fields, json, ...dates }: ConnectionInfo): object {
  const { createdDate, lastModifiedDate } = dates
  const shown = { name, type, module, createdDate, lastModifiedDate }
  const kind = connectionKind(type)
  if (!kind || kind.yaml === "custom")
    return { ...shown, configs: json.configs ?? {}, secrets: json.secrets ?? {} }
  const secret = new Set(kind.fields.filter((field) => field.secret).map((field) => field.name))
  const some = (wanted: boolean) =>
    Object.fromEntries(
      Object.entries(fields).filter(([key, value]) => value !== "" && secret.has(key) === wanted),
    )
  return { ...shown, configs: some(false), secrets: some(true) }
}
