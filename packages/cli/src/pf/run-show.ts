import type { Action } from "../command.ts"
import { gridTable } from "./grid-table.ts"
import { printJson } from "./json.ts"
import { runJson } from "./run-json.ts"

const DEFAULT_LIMIT = 100

/** `pf run show` */
export const runShow: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, runJson(await api.runs.get(given.required("name"))))
}

/** `pf run show-details`: a grid, fitted to the terminal. */
export const runShowDetails: Action = async (given, context) => {
  const api = await context.millrace()
  const limit = given.flag("allResults")
    ? Number.MAX_SAFE_INTEGER
    : (given.count("maxResults") ?? DEFAULT_LIMIT)
  const { columns, rows } = await api.runs.details(given.required("name"), { limit })
  context.terminal.out(`${gridTable(columns, rows, context.terminal.width)}\n`)
}

/** `pf run show-metrics` */
export const runShowMetrics: Action = async (given, context) => {
  const api = await context.millrace()
  printJson(context, await api.runs.metrics(given.required("name")))
}
