import { type Connection, connectionKind, MillraceError } from "@internal/schema"
import { openFernet } from "./fernet.ts"

/** A row of the original's table `connection` (spec 8.1). */
export interface ConnectionRow {
  connectionName: string
  connectionType: string
  /** Fields of a strong type, secrets encrypted. */
  configs: string
  /** Fields of a custom one: `{ key: { configValueType, value } }`. */
  customConfigs: string
  createdDate: string
  lastModifiedDate: string
  expiryTime: string | null
}

/**
 * The connection of a row, with its secrets in the clear. Fails with `CONNECTION_DECRYPT` when none of the keys opens
 * them, and with `CONNECTION_INVALID` when it is of a type that is not known.
 */
export function storedConnection(row: ConnectionRow, keys: Iterable<string>): Connection {
  const name = row.connectionName
  const kind = connectionKind(`${row.connectionType}Connection`)
  if (!kind) {
    throw new MillraceError("CONNECTION_INVALID", { name, reason: `there is no type ${row.connectionType}` })
  }
  const configs: Record<string, string> = {}
  const secrets: Record<string, string> = {}
  for (const { key, value, secret } of fieldsOf(row)) {
    if (!secret) configs[key] = value
    else if (value !== "") secrets[key] = opened(name, value, keys)
  }
  return {
    name,
    type: kind.className,
    module: kind.module ?? "promptflow.connections",
    configs,
    secrets,
    createdDate: row.createdDate,
    lastModifiedDate: row.lastModifiedDate,
    expiryTime: row.expiryTime,
  }
}

interface Field {
  key: string
  value: string
  secret: boolean
}

function fieldsOf(row: ConnectionRow): Field[] {
  const kind = connectionKind(`${row.connectionType}Connection`)
  if (kind?.yaml === "custom") {
    const fields: Record<string, { configValueType: string; value: string | null }> = JSON.parse(
      row.customConfigs,
    )
    return Object.entries(fields).map(([key, { configValueType, value }]) => ({
      key,
      value: value ?? "",
      secret: configValueType === "Secret",
    }))
  }
  const fields: Record<string, unknown> = JSON.parse(row.configs)
  const isSecret = (key: string) => kind?.fields.some((field) => field.name === key && field.secret) ?? false
  return Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ({ key, value: String(value), secret: isSecret(key) }))
}

function opened(name: string, token: string, keys: Iterable<string>): string {
  for (const key of keys) {
    const value = openFernet(token, key)
    if (value !== undefined) return value
  }
  throw new MillraceError(
    "CONNECTION_DECRYPT",
    { name },
    {
      hint: 'Give the key of prompt flow: --key "$(python -m keyring get promptflow encryption_key)", in its Python.',
    },
  )
}
