import type { ModelInfo } from "@internal/sdk"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { SetupView } from "../progress/setup-view.ts"
import { bytes } from "../terminal/amount.ts"
import { confirm } from "../terminal/ask.ts"
import { printJson, printTable } from "./print.ts"

/** `model pull` */
export const modelPull: Action = async (given, context) => {
  const [name = ""] = given.words
  const api = await context.millrace()
  const view = new SetupView(context.terminal)
  try {
    const model = await api.models.pull(name, (p) => view.on(p))
    view.end()
    printModel(model, context)
  } finally {
    view.end()
  }
}

/** `model add` */
export const modelAdd: Action = async (given, context) => {
  const [file = ""] = given.words
  const api = await context.millrace()
  printModel(await api.models.add(file, given.text("name")), context)
}

/** `model list` */
export const modelList: Action = async (_given, context) => {
  const api = await context.millrace()
  const models = await api.models.list()
  if (context.json) return printJson(context, models)
  if (models.length === 0) {
    context.terminal.err(
      "There are no local models. millrace model pull smollm2 fetches one (about 100 MB).\n",
    )
    return
  }
  const columns = [{ title: "name" }, { title: "size", right: true, shrinks: false }, { title: "file" }]
  printTable(
    context,
    columns,
    models.map((m) => [m.name, bytes(m.bytes), m.file]),
  )
}

/** `model delete` */
export const modelDelete: Action = async (given, context) => {
  const [name = ""] = given.words
  const api = await context.millrace()
  const { terminal } = context
  if (!given.flag("yes") && !(await confirm(`Delete model ${name}?`, terminal.err, "y or n: "))) return
  await api.models.delete(name)
  if (context.json) printJson(context, { deleted: name })
  else terminal.err(`deleted ${name}\n`)
}

function printModel(model: ModelInfo, context: Context): void {
  if (context.json) printJson(context, model)
  else context.terminal.out(`${model.name}  ${bytes(model.bytes)}  ${model.file}\n`)
}
