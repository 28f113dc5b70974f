import { type Nested, nestedPairs } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import type { Given } from "../given.ts"
import { askSecret } from "../terminal/ask.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { printConnection } from "./connection-show.ts"

/** `connection create`: the file, with `--set` laid over it; secrets that are left out are asked for. */
export const connectionCreate: Action = async (given, context) => {
  const api = await context.millrace()
  const read = await api.connections.read(given.required("file"), given.text("name"))
  const created = await api.connections.create(asGiven(read, given), (names) =>
    askFor(names, context.terminal),
  )
  printConnection(created, context)
}

/** `connection update` */
export const connectionUpdate: Action = async (given, context) => {
  const api = await context.millrace()
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  const ask = (names: string[]) => askFor(names, context.terminal)
  printConnection(await api.connections.update(given.required("name"), set, ask), context)
}

async function askFor(names: readonly string[], terminal: Terminal): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {}
  for (const name of names) secrets[name] = await askSecret(name, terminal, terminal.err)
  return secrets
}

/** The file with `--set` laid over it; `--name` wins over both. */
export function asGiven(file: Record<string, unknown>, given: Given): Record<string, unknown> {
  const name = given.text("name")
  const set = nestedPairs(given.list("set"), "--set") ?? {}
  return { ...laidOver(file, set), ...(name !== undefined && { name }) }
}

function laidOver(file: Record<string, unknown>, set: Nested): Record<string, unknown> {
  const merged = { ...file }
  for (const [key, value] of Object.entries(set)) {
    const before = merged[key]
    const both = typeof value === "object" && typeof before === "object" && before !== null
    merged[key] = both ? laidOver(before as Record<string, unknown>, value) : value
  }
  return merged
}
