import { fromPlain, type Value } from "@internal/value"
import type { Action } from "../command.ts"
import { gridTable } from "./grid-table.ts"
import { printJson } from "./json.ts"
import { maxResults } from "./max-results.ts"
import { PfFailure } from "./pf-failure.ts"
import { runJson } from "./run-json.ts"

const DEFAULT_LIMIT = 50

/** `pf run list` */
export const runList: Action = async (given, context) => {
  const api = await context.millrace()
  const archived = given.flag("archivedOnly") ? "only" : given.flag("includeArchived") ? "include" : undefined
  if (given.flag("archivedOnly") && given.flag("includeArchived"))
    throw new PfFailure("Exception", "Cannot provide both archived-only and include-archived.")
  const limit = maxResults(given, DEFAULT_LIMIT)
  const runs = await api.runs.list({ limit, ...(archived && { archived }) })
  const rows = runs.map((run) => runJson(run, { brief: true }))
  if (!(given.text("output") === "table")) return printJson(context, rows)
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cells = rows.map((row) =>
    columns.map((c): Value => (row[c] === undefined || row[c] === null ? "" : fromPlain(row[c]))),
  )
  context.terminal.out(`${gridTable(columns, cells, context.terminal.width)}\n`)
}
