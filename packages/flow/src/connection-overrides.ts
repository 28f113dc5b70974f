import { type Connection, MillraceError } from "@internal/schema"
import { connectionReference } from "./flow-environment.ts"

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Connections as a served flow sees them (spec 7.6): `<NAME>_<KEY>` of the environment, in capitals and with `_` for blanks,
 * replaces a field that the connection has; then a value `${env:NAME}` becomes that variable. Fails with
 * `CONNECTION_INVALID` when there is no such variable.
 */
export function overrideConnections(connections: readonly Connection[], env: Environment): Connection[] {
  return connections.map((connection) => ({
    ...connection,
    configs: overridden(connection, connection.configs, env),
    secrets: overridden(connection, connection.secrets, env),
  }))
}

function overridden(
  { name }: Connection,
  fields: Record<string, string>,
  env: Environment,
): Record<string, string> {
  const entries = Object.entries(fields).map(([key, value]) => {
    const given = env[`${name.replaceAll(" ", "_")}_${key}`.toUpperCase()] ?? value
    return [key, fromEnvironment(given, `${key} of connection ${name}`, env)]
  })
  return Object.fromEntries(entries)
}

function fromEnvironment(value: string, what: string, env: Environment): string {
  const variable = /^\$\{env:(.+)\}$/.exec(value.trim())?.[1]
  if (variable === undefined) return value
  const found = env[variable]
  if (found !== undefined) return found
  throw new MillraceError(
    "CONNECTION_INVALID",
    { name: what, reason: `the environment variable ${variable} is not set` },
    { original: ["UserError"], hint: `Set ${variable}.` },
  )
}

/** Variables of the environment that are `${connection.key}`, with the values that they stand for (spec 7.6). */
export function environmentFromConnections(
  connections: readonly Connection[],
  env: Environment,
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, text = ""] of Object.entries(env)) {
    const reference = connectionReference(text)
    const connection = reference && connections.find((c) => c.name === reference.connection)
    const value = connection && (connection.secrets[reference.key] ?? connection.configs[reference.key])
    if (value !== undefined) found[name] = value
  }
  return found
}

/**
 * On Azure ML a variable that is called as a connection (`_` for blanks) holds its fields as JSON, or the name of the
 * connection to take instead (spec 7.6).
 */
export function azuremlOverride(
  name: string,
  env: Environment,
): { data: Record<string, unknown> } | { name: string } | undefined {
  const text = env[name.replaceAll(" ", "_")]
  if (text === undefined) return undefined
  try {
    const data: unknown = JSON.parse(text)
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return { data: { ...data } }
  } catch {
    // a name
  }
  return { name: text }
}
