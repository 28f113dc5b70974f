import { existsSync, readdirSync } from "node:fs"
import { relative, resolve } from "node:path"
import { wrapOptions } from "../arguments/wrap.ts"
import type { Action } from "../command.ts"
import { confirm } from "../terminal/ask.ts"
import { printJson } from "./print.ts"

type FlowType = "standard" | "evaluation" | "chat"

/** `flow init`: writes a flow; asks before it writes into a folder that has something in it. */
export const flowInit: Action = async (given, context) => {
  const { terminal, cwd } = context
  const flow = given.required("flow")
  const path = resolve(cwd, flow)
  const wrap = wrapOptions(given, path)
  if (!wrap && !given.flag("yes") && existsSync(path) && readdirSync(path).length > 0) {
    const go = await confirm(`${flow} is not empty. Write a flow into it?`, terminal.err, "y or n: ")
    if (!go) return 0
  }
  const api = await context.millrace()
  // The parser has checked the choice.
  const type = (given.text("type") ?? "standard") as FlowType
  const files = await api.flows.init(wrap ?? { path, type })
  if (context.json) return printJson(context, { flow: path, type, files })
  for (const file of files) terminal.out(`wrote ${relative(cwd, file) || file}\n`)
  const next =
    type === "chat" && !wrap ? `flow test --flow ${flow} --interactive` : `flow test --flow ${flow}`
  terminal.err(`\nNext: millrace ${next}\n`)
}
