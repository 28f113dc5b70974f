import type { Action } from "../command.ts"
import { count } from "../terminal/amount.ts"
import { printJson, printTable } from "./print.ts"
import { stateText } from "./run-show.ts"

const DEFAULT_LIMIT = 50

/** `run list` */
export const runList: Action = async (given, context) => {
  const api = await context.millrace()
  const archived = given.flag("archivedOnly") ? "only" : given.flag("includeArchived") ? "include" : undefined
  const limit = given.flag("all") ? Number.MAX_SAFE_INTEGER : (given.count("limit") ?? DEFAULT_LIMIT)
  const runs = await api.runs.list({ limit, ...(archived && { archived }) })
  if (context.json) return printJson(context, runs)
  if (runs.length === 0) {
    context.terminal.err("There are no runs yet. millrace run create --flow FOLDER --data FILE makes one.\n")
    return
  }
  const hasCrashed = runs.some((run) => run.counts.crashed > 0)
  printTable(
    context,
    [
      { title: "name" },
      { title: "flow" },
      { title: "state", shrinks: false },
      { title: "done", right: true, shrinks: false },
      { title: "failed", right: true, shrinks: false },
      ...(hasCrashed ? [{ title: "crashed", right: true, shrinks: false }] : []),
      { title: "tokens", right: true, shrinks: false },
      { title: "created", shrinks: false },
      { title: "evaluates" },
    ],
    runs.map((run) => [
      run.name,
      run.flowName,
      stateText({ ...run, counts: { ...run.counts, failed: 0, crashed: 0 } }, context),
      count(run.counts.done),
      count(run.counts.failed),
      ...(hasCrashed ? [count(run.counts.crashed)] : []),
      count(run.usage.total_tokens),
      run.createdOn.slice(0, 16).replace("T", " "),
      run.run ?? "",
    ]),
  )
}
