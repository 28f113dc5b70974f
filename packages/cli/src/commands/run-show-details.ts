import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import type { Column } from "../terminal/table.ts"
import { printJson, printTable, shown } from "./print.ts"

const DEFAULT_LIMIT = 100

/** `run show-details` */
export const runShowDetails: Action = async (given, context) => {
  const api = await context.millrace()
  const limit = given.flag("all") ? Number.MAX_SAFE_INTEGER : (given.count("limit") ?? DEFAULT_LIMIT)
  const details = await api.runs.details(runName(given), { limit })
  if (context.json) return printJson(context, details)
  const numeric = (i: number) => details.rows.every((row) => typeof row[i] === "number")
  const columns = details.columns.map((title, i): Column => ({ title, right: numeric(i) }))
  printTable(
    context,
    columns,
    details.rows.map((row) => row.map(shown)),
  )
  const failed = details.lines.filter((line) => line.error)
  for (const { line, error } of failed) {
    context.terminal.err(
      `${context.terminal.onErr.bad("!")} line ${line}: ${error?.message.split("\n")[0]}\n`,
    )
  }
}
