import { repr } from "@internal/value"
import { pair } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { printJson } from "./json.ts"

/** `pf config set` */
export const configSet: Action = async (given, context) => {
  const pairs = given.words.map((word) => pair(word, "config set"))
  const api = await context.millrace()
  for (const [key, value] of pairs) await api.config.set(key, value, given.text("path"))
  const shown = repr(pairs.map((p) => new Map([p])))
  context.terminal.out(`Set config ${shown} successfully.\n`)
}

/** `pf config show` */
export const configShow: Action = async (_given, context) => {
  const api = await context.millrace()
  printJson(context, await api.config.all())
}
