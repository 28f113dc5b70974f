import { relative } from "node:path"
import { toolOptions } from "../arguments/tool-options.ts"
import type { Action } from "../command.ts"
import { printJson } from "./print.ts"

/** `tool init` */
export const toolInit: Action = async (given, context) => {
  const { terminal, cwd } = context
  const options = toolOptions(given)
  const api = await context.millrace()
  const { folder, files } = await api.tools.init(options)
  if (context.json) return printJson(context, { folder, files: files.map(({ path }) => path) })
  for (const { path, overwritten } of files)
    terminal.out(`${overwritten ? "wrote over" : "wrote"} ${relative(cwd, path) || path}\n`)
  const next =
    options.package === undefined
      ? `millrace tool validate --source ${options.tool}.py`
      : `python -m pip install ./${options.package}, then millrace tool list`
  terminal.err(`\nNext: ${next}\n`)
}
