import { existsSync, readdirSync } from "node:fs"
import { basename, resolve } from "node:path"
import { present } from "../arguments/execution.ts"
import { wrapOptions } from "../arguments/wrap.ts"
import type { Action } from "../command.ts"
import { asked } from "./asked.ts"

const FOLDER_EXISTS =
  "The flow folder already exists, do you want to create the flow in this existing folder?"

/** `pf flow init` */
export const flowInit: Action = async (given, context) => {
  const { out } = context.terminal
  const flow = given.required("flow")
  const path = resolve(context.cwd, flow)
  const wrap = wrapOptions(given, path)
  const api = await context.millrace()
  if (wrap) {
    out("Creating flow from existing folder...\n")
    out(`Change working directory to .. ${path}\n`)
    for (const file of await api.flows.init(wrap)) out(`Creating ${file}...\n`)
    out(`Done. Generated flow in folder: ${path}.\n`)
    return
  }
  out("Creating flow from scratch...\n")
  const occupied = existsSync(path) && readdirSync(path).length > 0
  if (occupied && !(await asked(FOLDER_EXISTS, given, context))) {
    out("The 'pf init' command has been cancelled.\n")
    return
  }
  // The parser has checked the choice.
  const type = (given.text("type") ?? "standard") as "standard" | "evaluation" | "chat"
  const connection = given.text("connection")
  const options = present({ path, type, connection, deployment: given.text("deployment") })
  for (const file of await api.flows.init(options)) out(`Creating ${basename(file)}...\n`)
  out(`Done. Created ${type} flow folder: ${path}.\n`)
  if (type === "chat") {
    const needed = connection ?? "local_model, which is built in"
    out(`The generated chat flow uses the connection ${needed}; its README.md says how to use another.\n`)
  }
  const rest = type === "chat" ? "--interactive" : `--input ${flow}/data.jsonl`
  out(`You can execute this command to test the flow, pf flow test --flow ${flow} ${rest}\n`)
}
