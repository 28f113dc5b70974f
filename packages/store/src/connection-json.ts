import { type Connection, connectionKind, SCRUBBED } from "@internal/schema"

/** Kinds whose type the original prints behind the fields. */
const TYPE_LAST = ["qdrant", "weaviate"]

/**
 * What `connection show` prints: the original's keys in its order, secrets as `******`. With `secrets: true` in the
 * clear, for what never leaves the process.
 */
export function connectionToJson(
  connection: Connection,
  options: { secrets?: boolean } = {},
): Record<string, unknown> {
  const kind = connectionKind(connection.type)
  const secret = (value: string) => (options.secrets ? value : SCRUBBED)
  const secrets = Object.fromEntries(Object.entries(connection.secrets).map(([k, v]) => [k, secret(v)]))
  const type = kind?.yaml ?? connection.type
  const { auth_mode, ...configs } = connection.configs
  const head = {
    name: connection.name,
    module: connection.module,
    created_date: connection.createdDate,
    last_modified_date: connection.lastModifiedDate,
    ...(connection.expiryTime && { expiry_time: connection.expiryTime }),
  }
  if (type === "custom") return { ...head, type, configs: connection.configs, secrets }
  const mode = auth_mode === undefined ? {} : { auth_mode }
  if (TYPE_LAST.includes(type)) return { ...mode, ...head, ...secrets, ...configs, type }
  return { ...mode, ...head, type, ...secrets, ...configs }
}

/** The dictionary by which an executor knows a connection (spec 7.2). Holds secrets. */
export function connectionToExecution(connection: Connection): {
  name: string
  type: string
  module: string
  value: Record<string, string>
  secret_keys: string[]
} {
  return {
    name: connection.name,
    type: connection.type,
    module: connection.module,
    value: { ...connection.configs, ...connection.secrets },
    secret_keys: Object.keys(connection.secrets),
  }
}
