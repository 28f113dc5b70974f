import { MillraceError } from "@internal/schema"
import { repr } from "@internal/value"
import { pair } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { printJson } from "./json.ts"

/** `pf config set` */
export const configSet: Action = async (given, context) => {
  const pairs = given.words.map((word) => pair(word, "config set"))
  const api = await context.millrace()
  const shown = repr([new Map(pairs)])
  for (const [key, value] of pairs) {
    try {
      await api.config.set(key, value, given.text("path"))
      context.terminal.out(`Set config ${shown} successfully.\n`)
    } catch (error) {
      if (!(error instanceof MillraceError && error.original.at(-1) === "InvalidConfigValue")) throw error
      // the original says so and goes on
      context.terminal.out(`Invalid config value '${value}' for '${key}': ${error.message} ${error.hint}\n`)
    }
  }
}

/** `pf config show` */
export const configShow: Action = async (_given, context) => {
  const api = await context.millrace()
  printJson(context, sections(await api.config.all()))
}

/** Dotted keys as the sections of `pf.yaml`. */
function sections(settings: Record<string, unknown>): Record<string, unknown> {
  const root: Sections = new Map()
  for (const [key, value] of Object.entries(settings)) {
    const path = key.split(".")
    let at = root
    for (const step of path.slice(0, -1)) {
      const inner = at.get(step)
      const next: Sections = inner instanceof Map ? inner : new Map()
      at.set(step, next)
      at = next
    }
    at.set(path.at(-1) ?? key, value)
  }
  return Object.fromEntries(root)
}

type Sections = Map<string, unknown>
