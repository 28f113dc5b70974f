import { MillraceError } from "@internal/schema"
import { toolValidationJson, type WrittenTool } from "@internal/sdk"
import { fromPlain, stringify } from "@internal/value"
import { toolOptions } from "../arguments/tool-options.ts"
import type { Action } from "../command.ts"
import { printJson } from "./json.ts"

/** `pf tool list` */
export const toolList: Action = async (given, context) => {
  const api = await context.millrace()
  const flow = given.text("flow")
  printJson(context, await api.tools.list(flow === undefined ? {} : { flow }))
}

/** `pf tool validate`: code 1 when a tool has a mistake. */
export const toolValidate: Action = async (given, { millrace, terminal }) => {
  const api = await millrace()
  const result = toolValidationJson(await api.tools.validate({ source: given.required("source") }))
  terminal.out(`${stringify(fromPlain(result), { indent: 2 })}\n`)
  return result.errors ? 1 : 0
}

/** `pf tool init` */
export const toolInit: Action = async (given, { millrace, terminal }) => {
  const options = toolOptions(given)
  const api = await millrace()
  let written: WrittenTool
  try {
    written = await api.tools.init(options)
  } catch (thrown) {
    const isName = thrown instanceof MillraceError && thrown.code === "TOOL_NAME_INVALID"
    if (!isName) terminal.out("Creating tool from scratch...\n")
    throw thrown
  }
  terminal.out("Creating tool from scratch...\n")
  for (const { path, overwritten } of written.files)
    terminal.out(`${overwritten ? "Overwriting" : "Creating"} ${path}...\n`)
  terminal.out(`Done. Created the tool "${options.tool}" in ${written.folder}.\n`)
}
