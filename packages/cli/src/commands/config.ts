import { fromPlain } from "@internal/value"
import { pair } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { printJson, printPairs, shown } from "./print.ts"

/** `config set` */
export const configSet: Action = async (given, context) => {
  const pairs = given.words.map((word) => pair(word, "config set"))
  const api = await context.millrace()
  for (const [key, value] of pairs) await api.config.set(key, value, given.text("path"))
  if (context.json) printJson(context, Object.fromEntries(pairs))
  else for (const [key, value] of pairs) context.terminal.err(`${key} is now ${value}\n`)
}

/** `config show` */
export const configShow: Action = async (_given, context) => {
  const api = await context.millrace()
  const settings = await api.config.all()
  if (context.json) return printJson(context, settings)
  const flat = flattened(settings)
  if (flat.length > 0) printPairs(context, flat)
  else context.terminal.err("Nothing is set; the defaults are in force. millrace config set KEY=VALUE\n")
}

function flattened(settings: Record<string, unknown>, prefix = ""): [string, string][] {
  return Object.entries(settings).flatMap(([key, value]): [string, string][] => {
    const nested = typeof value === "object" && value !== null && !Array.isArray(value)
    // A plain object of a YAML file has text keys.
    if (nested) return flattened(value as Record<string, unknown>, `${prefix}${key}.`)
    return [[`${prefix}${key}`, shown(fromPlain(value))]]
  })
}
