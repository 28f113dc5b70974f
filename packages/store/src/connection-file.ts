import {
  CONNECTION_KINDS,
  type Connection,
  type ConnectionKind,
  connectionKind,
  MillraceError,
  nearest,
  SCRUBBED,
} from "@internal/schema"

const USER_INPUT = "<user-input>"
const STRONG_TYPE_FIELDS = ["custom_type", "module", "package", "package_version"] as const
/** Prefix of the configs that say which class of the user's a custom connection is (spec 6.3). */
const RESERVED = "promptflow.connection."

/** Whether a secret in a file or an update means "the one that is stored" (spec 7.3). */
export function isScrubbed(value: string): boolean {
  return /^\**$/.test(value) || value === "<no-change>"
}

/** Whether a secret in a file is still to be typed in. */
export function mustBeAsked(value: string): boolean {
  return isScrubbed(value) || value === USER_INPUT
}

/**
 * The connection that a YAML file describes (spec 7.1). All mistakes are reported at once, as `CONNECTION_INVALID`.
 * Secrets may still be placeholders: see `secretsToAsk`. Unknown fields are ignored, as the original does.
 */
export function connectionFromFile(file: { [field: string]: unknown }, name?: string): Connection {
  const called = name ?? file.name
  if (typeof called !== "string" || called === "") {
    throw new MillraceError(
      "CONNECTION_INVALID",
      { name: "", reason: "it has no name" },
      { hint: "Add `name:` to the file, or give --name." },
    )
  }
  const kind = kindOf(called, file.type)
  const problems: string[] = []
  const connection =
    kind.yaml === "custom" ? custom(called, file, problems) : strong(called, kind, file, problems)
  if (problems.length > 0) throw invalid(called, problems.join("; "))
  if (typeof file.expiry_time === "string") connection.expiryTime = file.expiry_time
  return connection
}

/** Names of the secrets that a connection still lacks. */
export function secretsToAsk(connection: Connection): string[] {
  return Object.entries(connection.secrets)
    .filter(([, value]) => mustBeAsked(value))
    .map(([name]) => name)
}

function kindOf(name: string, type: unknown): ConnectionKind {
  if (typeof type !== "string" || type === "") {
    throw invalid(name, "it has no type", `The types are ${typeNames().join(", ")}.`)
  }
  const kind = connectionKind(type)
  if (kind) return kind
  const near = nearest(type, typeNames())
  const hint = near ? `Did you mean ${near}?` : `The types are ${typeNames().join(", ")}.`
  throw invalid(name, `there is no type ${type}`, hint)
}

function typeNames(): string[] {
  return CONNECTION_KINDS.map((kind) => kind.yaml)
}

function strong(
  name: string,
  kind: ConnectionKind,
  file: { [field: string]: unknown },
  problems: string[],
): Connection {
  const module = typeof file.module === "string" ? file.module : (kind.module ?? "promptflow.connections")
  const connection: Connection = { name, type: kind.className, module, configs: {}, secrets: {} }
  const modes = kind.fields.some((field) => field.name === "auth_mode")
  const withToken = modes && file.auth_mode === "meid_token"
  for (const field of kind.fields) {
    const value = textOf(field.name, file[field.name] ?? field.default, problems)
    const required = field.required || (field.secret && modes && !withToken)
    if (value === undefined) {
      if (required && !(field.name in file)) problems.push(`${field.name} is missing`)
      continue
    }
    if (field.secret) {
      if (!withToken) connection.secrets[field.name] = value
    } else if (!(kind.yaml === "open_ai" && field.name === "base_url" && ["", "_"].includes(value))) {
      connection.configs[field.name] = value
    }
  }
  const mode = connection.configs.auth_mode
  if (mode !== undefined && mode !== "key" && mode !== "meid_token") {
    problems.push(`auth_mode is ${mode}; it is key or meid_token`)
  }
  return connection
}

function custom(name: string, file: { [field: string]: unknown }, problems: string[]): Connection {
  const configs = texts("configs", file.configs, problems)
  const secrets = texts("secrets", file.secrets, problems)
  if (Object.keys(secrets).length === 0 && problems.length === 0) {
    problems.push("secrets is missing; a custom connection has at least one")
  }
  if (file.custom_type !== undefined && file.custom_type !== null) {
    for (const field of STRONG_TYPE_FIELDS) {
      const value = textOf(field, file[field], problems)
      if (value !== undefined) configs[`${RESERVED}${field}`] = value
    }
  }
  return { name, type: "CustomConnection", module: "promptflow.connections", configs, secrets }
}

function texts(field: string, value: unknown, problems: string[]): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (typeof value !== "object" || Array.isArray(value)) {
    problems.push(`${field} is ${JSON.stringify(value)}; it is a map of names and texts`)
    return {}
  }
  const entries = Object.entries(value).map(([key, v]) => [
    key,
    textOf(`${field}.${key}`, v ?? "", problems) ?? "",
  ])
  return Object.fromEntries(entries)
}

function textOf(field: string, value: unknown, problems: string[]): string | undefined {
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined
  problems.push(`${field} is ${JSON.stringify(value)}, which is not text: put it in quotes`)
  return undefined
}

function invalid(name: string, reason: string, hint?: string): MillraceError {
  return new MillraceError("CONNECTION_INVALID", { name, reason }, { hint })
}

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
  const { auth_mode, ...configs } = connection.configs
  const json: Record<string, unknown> = {
    ...(kind?.yaml !== "custom" && auth_mode !== undefined && { auth_mode }),
    name: connection.name,
    module: connection.module,
    created_date: connection.createdDate,
    last_modified_date: connection.lastModifiedDate,
    ...(connection.expiryTime && { expiry_time: connection.expiryTime }),
    type: kind?.yaml ?? connection.type,
  }
  const secrets = Object.fromEntries(Object.entries(connection.secrets).map(([k, v]) => [k, secret(v)]))
  if (kind?.yaml !== "custom") return { ...json, ...secrets, ...configs }
  const entries = Object.entries(connection.configs)
  const reserved = entries.filter(([key]) => key.startsWith(RESERVED))
  const own = entries.filter(([key]) => !key.startsWith(RESERVED))
  const strongType = reserved.map(([key, value]) => [key.slice(RESERVED.length), value])
  return { ...json, ...Object.fromEntries(strongType), configs: Object.fromEntries(own), secrets }
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
