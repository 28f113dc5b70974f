import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `run export` */
export const runExport: Action = async (given, context) => {
  const api = await context.millrace()
  const folder = await api.runs.export(given.required("name"), given.text("to"))
  if (context.json) printJson(context, { folder })
  else context.terminal.out(`${folder}\n`)
}
