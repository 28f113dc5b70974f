import {
  CONNECTION_KINDS,
  type Connection,
  type ConnectionKind,
  MillraceError,
  nearest,
} from "@internal/schema"
import { limitsOfFile } from "./connection-limits.ts"

export const USER_INPUT = "<user-input>"
const STRONG_TYPE_FIELDS = ["custom_type", "module", "package", "package_version"] as const
/** Prefix of the configs that say which class of the user's a custom connection is (spec 6.3). */
export const RESERVED = "promptflow.connection."

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
 * Secrets may still be placeholders: see `secretsToAsk`. Unknown fields, the module and the dates are ignored, as the
 * original does. `refusal` is the original's chain of a mistake in the fields.
 */
export function connectionFromFile(
  file: { [field: string]: unknown },
  name?: string,
  refusal: readonly string[] = ["UserError"],
): Connection {
  const given = name ?? file.name
  const called = typeof given === "string" ? given : ""
  const kind = kindOf(called, file.type)
  const problems: string[] = []
  if (given !== undefined) textOf("name", given, problems)
  const connection =
    kind.yaml === "custom" ? custom(called, file, problems) : strong(called, kind, file, problems)
  if (problems.length > 0) throw invalid(called, problems.join("; "), { original: refusal })
  if (called === "") {
    throw invalid(called, "it has no name", {
      hint: "Add `name:` to the file, or give --name.",
      original: ["UserError", "SDKError", "ConnectionNameNotSetError"],
    })
  }
  return connection
}

/** Asks for secrets by the names of their fields; the answers are the values. */
export type AskSecrets = (names: string[]) => Promise<Record<string, string>>

/** Names of the secrets that a connection still lacks. */
export function secretsToAsk(connection: Connection): string[] {
  return Object.entries(connection.secrets)
    .filter(([, value]) => mustBeAsked(value))
    .map(([name]) => name)
}

function kindOf(name: string, type: unknown): ConnectionKind {
  if (typeof type !== "string" || type === "") {
    throw invalid(name, "it has no type", { hint: `The types are ${typeNames().join(", ")}.` })
  }
  // as in the original, one word may begin with a capital: `Custom`, `Serp`; but not `OpenAI`
  const plain = type.replace(/^[A-Z](?=[a-z]+$)/, (letter) => letter.toLowerCase())
  const kind = CONNECTION_KINDS.find(({ yaml }) => yaml === plain)
  if (kind) return kind
  const near = nearest(type, typeNames())
  const hint = near ? `Did you mean ${near}?` : `The types are ${typeNames().join(", ")}.`
  // names that the original makes of its own types pass its first check and fail the second
  const isNear = CONNECTION_KINDS.some(({ className }) => className === `${type}Connection`)
  throw invalid(name, `there is no type ${type}`, { hint, ...(isNear && { original: ["UserError"] }) })
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
  const module = kind.module ?? "promptflow.connections"
  const connection: Connection = { name, type: kind.className, module, configs: {}, secrets: {} }
  const modes = kind.fields.find((field) => field.name === "auth_mode")
  const mode = modes && modeOf(file.auth_mode ?? modes.default, problems)
  for (const field of kind.fields) {
    if (field.name === "auth_mode") {
      if (mode !== undefined) connection.configs.auth_mode = mode
      continue
    }
    const given = field.name in file ? file[field.name] : field.default
    const value = textOf(field.name, given, problems, field.secret)
    // a key that may be left out with a token is needed without one
    const isNeeded = field.required || (field.secret && mode === "key" && file[field.name] !== null)
    if (value === undefined || (field.secret && modes && value === "")) {
      if (isNeeded && (value === "" || !(field.name in file))) problems.push(`${field.name} is missing`)
      continue
    }
    if (field.secret) {
      if (mode !== "meid_token") connection.secrets[field.name] = value
    } else if (!(kind.yaml === "open_ai" && field.name === "base_url" && ["", "_"].includes(value))) {
      connection.configs[field.name] = value
    }
  }
  const limits = limitsOfFile(kind.yaml, file, problems)
  return limits ? { ...connection, limits } : connection
}

/** The original takes it in any case. */
function modeOf(value: unknown, problems: string[]): string | undefined {
  const mode = textOf("auth_mode", value, problems)?.toLowerCase()
  if (mode !== undefined && mode !== "key" && mode !== "meid_token") {
    problems.push(`auth_mode is ${mode}; it is key or meid_token`)
  }
  return mode
}

function custom(name: string, file: { [field: string]: unknown }, problems: string[]): Connection {
  const configs = texts("configs", file.configs, problems)
  const secrets = texts("secrets", file.secrets, problems)
  if (Object.keys(secrets).length === 0 && problems.length === 0) {
    problems.push("secrets is missing; a custom connection has at least one")
  }
  if (file.custom_type !== undefined) {
    for (const field of STRONG_TYPE_FIELDS) {
      if (file[field] === undefined) problems.push(`${field} is missing; a connection of a class needs it`)
      const value = textOf(field, file[field], problems)
      if (value !== undefined) configs[`${RESERVED}${field}`] = value
    }
  }
  return { name, type: "CustomConnection", module: "promptflow.connections", configs, secrets }
}

function texts(field: string, value: unknown, problems: string[]): Record<string, string> {
  if (value === undefined) return {}
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const shown = field === "secrets" && value !== null ? "no map" : JSON.stringify(value)
    problems.push(`${field} is ${shown}; it is a map of names and texts`)
    return {}
  }
  const isSecret = field === "secrets"
  const entries = Object.entries(value).map(([key, v]) => [
    key,
    textOf(`${field}.${key}`, v, problems, isSecret) ?? "",
  ])
  return Object.fromEntries(entries)
}

function textOf(field: string, value: unknown, problems: string[], secret = false): string | undefined {
  if (value === undefined || typeof value === "string") return value
  if (value === null) problems.push(`${field} has no value: leave it out, or write ''`)
  else if (secret) problems.push(`${field} is not text: put it in quotes`)
  else problems.push(`${field} is ${JSON.stringify(value)}, which is not text: put it in quotes`)
  return undefined
}

function invalid(
  name: string,
  reason: string,
  options: { hint?: string; original?: readonly string[] } = {},
): MillraceError {
  const nameless = name === "" ? { message: `The connection of this file: ${reason}.` } : {}
  return new MillraceError("CONNECTION_INVALID", { name, reason }, { ...nameless, ...options })
}
