import type { ToolMeta } from "@internal/sdk"
import type { Action } from "../command.ts"
import { printJson, printTable } from "./print.ts"

/** `tool list` */
export const toolList: Action = async (given, context) => {
  const api = await context.millrace()
  const flow = given.text("flow")
  const tools = await api.tools.list(flow === undefined ? {} : { flow })
  if (context.json) return printJson(context, tools)
  printTable(
    context,
    [{ title: "tool" }, { title: "type", shrinks: false }, { title: "inputs" }, { title: "package" }],
    [...Object.entries(tools.code), ...Object.entries(tools.package)].map(([id, meta]) => [
      id,
      String(meta.type ?? ""),
      Object.keys((meta.inputs as ToolMeta) ?? {}).join(" "),
      String(meta.package ?? ""),
    ]),
  )
}
