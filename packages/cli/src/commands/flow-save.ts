import { present } from "../arguments/execution.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `flow save`: a flex flow of a callable. */
export const flowSave: Action = async (given, context) => {
  const api = await context.millrace()
  const entry = given.required("entry")
  const folder = await api.flows.save(present({ entry, code: given.text("code"), path: given.text("path") }))
  if (context.json) return printJson(context, { flow: folder })
  context.terminal.out(`Saved flow to ${folder}.\n`)
}
