import { type Connection, type ConnectionReader, MillraceError, nearest } from "@internal/schema"
import {
  type AskSecrets,
  connectionFromFile,
  isScrubbed,
  secretsToAsk,
  USER_INPUT,
} from "./connection-file.ts"
import { connectionToJson } from "./connection-json.ts"
import { limitsToFile } from "./connection-limits.ts"
import type { Database } from "./database.ts"
import type { SecretBox } from "./secret-box.ts"

interface ConnectionRow extends Record<string, unknown> {
  name: string
  type: string
  module: string
  configs: string
  /** JSON: each secret sealed for this connection and field. */
  secrets: string
  created: string
  modified: string
  expiry: string | null
  limits: string | null
}

/** Connections; their secrets are encrypted in the table and in the clear in what is answered. */
export class ConnectionStore implements ConnectionReader {
  readonly #db: Database
  /** Made on first use: a store that has no connection needs no key. */
  readonly #box: () => SecretBox

  constructor(db: Database, box: () => SecretBox) {
    this.#db = db
    this.#box = box
  }

  async get(name: string): Promise<Connection | undefined> {
    const [row] = await this.#db.all<ConnectionRow>("select * from connection where name = ?", [name])
    return row && this.#opened(row)
  }

  /** Rejects with `CONNECTION_NOT_FOUND`. */
  async need(name: string): Promise<Connection> {
    return (await this.get(name)) ?? Promise.reject(await this.#notFound(name))
  }

  /** By name. Secrets are masked: one that cannot be decrypted hides nothing else. */
  async list(options: { limit?: number } = {}): Promise<Connection[]> {
    const sql = "select * from connection order by created, name limit ?"
    const rows = await this.#db.all<ConnectionRow>(sql, [options.limit ?? 1_000_000])
    return rows.map((row) => connectionOf(row, (_, sealed) => (sealed === "" ? "" : "******")))
  }

  /**
   * Creates or replaces one. A scrubbed secret (empty, stars, `<no-change>`) keeps the one that is stored; where nothing
   * is stored, or with `<user-input>`, `CONNECTION_INVALID`: ask for it first (`secretsToAsk`). Its dates are now, unless
   * it has some.
   */
  async put(connection: Connection): Promise<Connection> {
    const secrets: Record<string, string> = {}
    const stored = Object.values(connection.secrets).some(isScrubbed)
      ? await this.get(connection.name)
      : undefined
    for (const [key, value] of Object.entries(connection.secrets)) {
      secrets[key] = isScrubbed(value) ? (stored?.secrets[key] ?? value) : value
    }
    const missing = secretsToAsk({ ...connection, secrets })
    if (missing.length > 0) {
      const reason = `the secret ${missing.join(", ")} has no value`
      throw new MillraceError("CONNECTION_INVALID", { name: connection.name, reason })
    }
    // one name is one value, as in the original's table
    const values = Object.entries({ ...connection.configs, ...secrets })
    const part = (isSecret: boolean) =>
      Object.fromEntries(values.filter(([key]) => key in secrets === isSecret))
    return this.#write({ ...connection, configs: part(false), secrets: part(true) })
  }

  /**
   * Changes fields by the names of the file (`api_base`, `secrets.key`, or nested maps for a custom connection). Secrets
   * that are not named stay; those that are `<user-input>` are asked for; null takes a value of a custom connection away.
   * With another `name` it is a copy.
   */
  async update(name: string, changes: { [field: string]: unknown }, ask?: AskSecrets): Promise<Connection> {
    const stored = await this.need(name)
    const file: { [field: string]: unknown } = {
      ...connectionToJson(stored, { secrets: true }),
      ...limitsToFile(stored.limits),
    }
    for (const [key, value] of Object.entries(nested(changes))) file[key] = merged(file[key], value)
    for (const [key, secret] of Object.entries(stored.secrets)) keepScrubbed(file, key, secret)
    for (const part of ["configs", "secrets"]) file[part] = withoutNulls(file[part])
    const changed = connectionFromFile(file, undefined, ["UserError", "SDKError"])
    const open = Object.entries(changed.secrets).filter(([, value]) => value === USER_INPUT)
    const typed = open.length > 0 && ask ? await ask(open.map(([key]) => key)) : {}
    const { type, module, expiryTime } = stored
    return this.put({
      ...changed,
      secrets: { ...changed.secrets, ...typed },
      ...(changed.type === type && { module, expiryTime }),
    })
  }

  async delete(name: string): Promise<void> {
    const removed = await this.#db.run("delete from connection where name = ?", [name])
    if (removed === 0) throw await this.#notFound(name)
  }

  async #write(connection: Connection): Promise<Connection> {
    const box = this.#box()
    const sealed = Object.entries(connection.secrets).map(([key, value]) => [
      key,
      box.seal(value, `${connection.name}/${key}`),
    ])
    const now = timestamp()
    await this.#db.run(
      `insert into connection (name, type, module, configs, secrets, created, modified, expiry, limits)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (name) do update set type = excluded.type, module = excluded.module, configs = excluded.configs,
       secrets = excluded.secrets, modified = excluded.modified, expiry = excluded.expiry,
       limits = excluded.limits`,
      [
        connection.name,
        connection.type,
        connection.module,
        JSON.stringify(connection.configs),
        JSON.stringify(Object.fromEntries(sealed)),
        connection.createdDate ?? now,
        connection.lastModifiedDate ?? now,
        connection.expiryTime ?? null,
        connection.limits ? JSON.stringify(connection.limits) : null,
      ],
    )
    return this.need(connection.name)
  }

  #opened(row: ConnectionRow): Connection {
    return connectionOf(row, (key, sealed) => {
      const value = this.#box().open(sealed, `${row.name}/${key}`)
      if (value === undefined) throw new MillraceError("CONNECTION_DECRYPT", { name: row.name })
      return value
    })
  }

  async #notFound(name: string): Promise<MillraceError> {
    const rows = await this.#db.all<{ name: string }>("select name from connection order by name")
    const names = rows.map((row) => row.name)
    const near = nearest(name, names)
    const known = names.length > 0 ? `There are ${names.join(", ")}.` : "There are none yet."
    const hint = near ? `Did you mean ${near}?` : `${known} Create it: millrace connection create --file FILE`
    return new MillraceError("CONNECTION_NOT_FOUND", { name }, { hint })
  }
}

function connectionOf(row: ConnectionRow, open: (key: string, sealed: string) => string): Connection {
  const sealed: { [key: string]: string } = JSON.parse(row.secrets)
  return {
    name: row.name,
    type: row.type,
    module: row.module,
    configs: JSON.parse(row.configs),
    ...(row.limits !== null && { limits: JSON.parse(row.limits) }),
    secrets: Object.fromEntries(Object.entries(sealed).map(([key, value]) => [key, open(key, value)])),
    createdDate: row.created,
    lastModifiedDate: row.modified,
    expiryTime: row.expiry,
  }
}

/** `{ "secrets.key": v }` as `{ secrets: { key: v } }`. */
function nested(changes: { [field: string]: unknown }): { [field: string]: unknown } {
  const result: { [field: string]: unknown } = {}
  for (const [path, value] of Object.entries(changes)) {
    const [first = "", ...rest] = path.split(".")
    result[first] = rest.length === 0 ? value : merged(result[first], { [rest.join(".")]: value })
  }
  return result
}

function merged(old: unknown, changes: unknown): unknown {
  const isMap = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value)
  return isMap(old) && isMap(changes) ? { ...(old as object), ...(changes as object) } : changes
}

function withoutNulls(part: unknown): unknown {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return part
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== null))
}

function keepScrubbed(file: { [field: string]: unknown }, key: string, secret: string): void {
  const holder = (key in file ? file : (file.secrets ?? {})) as { [field: string]: unknown }
  const value = holder[key]
  // with a choice of signing in, an empty key is a missing one (seen on the original)
  const isMissing = value === "" && "auth_mode" in file
  if (typeof value === "string" && isScrubbed(value) && !isMissing) holder[key] = secret
}

/** UTC to the microsecond and without a zone, as the original prints it. */
function timestamp(): string {
  return `${new Date().toISOString().slice(0, -1)}000`
}
