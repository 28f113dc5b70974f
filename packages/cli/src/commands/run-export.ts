import type { ExportOptions } from "@internal/sdk"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `run export` */
export const runExport: Action = async (given, context) => {
  const api = await context.millrace()
  const name = runName(given)
  const to = given.text("to")
  const format = given.text("format") as ExportOptions["format"] | undefined // one of its choices
  const path =
    format === undefined
      ? await api.runs.export(name, to)
      : await api.runs.exportTable(name, { format, ...(to !== undefined && { file: to }) })
  if (context.json) printJson(context, format === undefined ? { folder: path } : { file: path })
  else context.terminal.out(`${path}\n`)
}
