import { type Nested, nestedPairs } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { askSecret } from "../terminal/ask.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { printConnection } from "./connection-show.ts"

/** `connection create`: the file, with `--set` laid over it; secrets that are left out are asked for. */
export const connectionCreate: Action = async (given, context) => {
  const api = await context.millrace()
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  const name = given.text("name")
  const read = await api.connections.read(given.required("file"), name)
  const file = laidOver({ ...read, ...(name !== undefined && { name }) }, set)
  const secrets = await askFor(api.connections.secretsToAsk(file), context.terminal)
  printConnection(await api.connections.create(withSecrets(file, secrets)), context)
}

/** `connection update` */
export const connectionUpdate: Action = async (given, context) => {
  const api = await context.millrace()
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  printConnection(await api.connections.update(given.required("name"), set), context)
}

export async function askFor(names: readonly string[], terminal: Terminal): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {}
  for (const name of names) secrets[name] = await askSecret(name, terminal)
  return secrets
}

export function laidOver(file: Record<string, unknown>, set: Nested): Record<string, unknown> {
  const merged = { ...file }
  for (const [key, value] of Object.entries(set)) {
    const before = merged[key]
    const both = typeof value === "object" && typeof before === "object" && before !== null
    merged[key] = both ? laidOver(before as Record<string, unknown>, value) : value
  }
  return merged
}

/** Typed-in secrets, where the file has them: in `secrets` of a custom connection, else at the top. */
export function withSecrets(
  file: Record<string, unknown>,
  typed: Record<string, string>,
): Record<string, unknown> {
  const { secrets } = file
  if (typeof secrets !== "object" || secrets === null) return { ...file, ...typed }
  const own = Object.entries(typed).filter(([name]) => name in secrets)
  const top = Object.entries(typed).filter(([name]) => !(name in secrets))
  return { ...file, ...Object.fromEntries(top), secrets: { ...secrets, ...Object.fromEntries(own) } }
}
