import type { MessageFormat } from "@internal/engine"
import { MillraceError } from "@internal/schema"
import type { RunRecord } from "@internal/store"
import type { Context } from "../context.ts"
import { DataFiles } from "../data/data-files.ts"
import type { RowSource } from "../data/line-source.ts"
import { outputRows } from "./output-rows.ts"
import { runInfo } from "./run-info.ts"

/** The run to evaluate, which must be completed (spec 4.3). */
export async function finishedRun(context: Context, name: string): Promise<RunRecord> {
  const store = await context.store()
  const run = await store.runs.get(name)
  if (run.state === "done") return run
  const data = { name, status: runInfo(run, null).status, reason: "only a completed run can be evaluated" }
  throw new MillraceError("RUN_STATUS", data, { original: ["UserError"] })
}

/** What a column mapping may refer to: the data, and outputs and inputs of the run that is evaluated (spec 4.2). */
export function rowSources(
  context: Context,
  files: DataFiles | undefined,
  referenced: RunRecord | undefined,
  format: MessageFormat,
): RowSource[] {
  const sources: RowSource[] = []
  if (files) sources.push({ name: "data", subject: files.path, rows: () => files.rows(format) })
  if (!referenced) return sources
  const { name, data, summary } = referenced
  // a run all of whose lines failed has no outputs to join on; its inputs can still be evaluated
  if (summary.counts.done > 0) {
    sources.push({ name: "run.outputs", subject: `run ${name}`, rows: () => outputRows(context, referenced) })
  }
  if (data !== null) {
    const inputs = new DataFiles(data)
    sources.push({ name: "run.inputs", subject: data, rows: () => inputs.rows(format) })
  }
  return sources
}
