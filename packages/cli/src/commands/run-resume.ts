import { toMillraceError } from "@internal/schema"
import type { MillraceApi, ResumeOptions } from "@internal/sdk"
import { present } from "../arguments/execution.ts"
import { money } from "../arguments/money.ts"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { BatchView } from "../progress/batch-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { GroupView } from "../progress/group-view.ts"
import { printJson } from "./print.ts"
import { groupStopped, isGroupDone, printGroup } from "./run-create-group.ts"
import { announced, resumeDetached } from "./run-detached.ts"
import { printRun } from "./run-show.ts"

/** `run resume`: the same run, or group of runs, goes on, with the progress of `run create`. */
export const runResume: Action = async (given, context) => {
  const { terminal } = context
  if (given.flag("detach")) return resumeDetached(given, context)
  const name = runName(given)
  const api = await context.millrace()
  const options = present({
    failed: given.flag("allFailed") ? "all" : given.flag("failed") ? "operational" : undefined,
    acceptChanges: given.flag("acceptChanges") || undefined,
    concurrency: given.count("concurrency"),
    weight: given.count("weight"),
    lineTimeout: given.count("lineTimeout"),
    batchTimeout: given.count("timeout"),
    maxTokens: given.count("maxTokens"),
    maxCost: money(given, "maxCost"),
    runtime: given.text("runtime"),
    install: given.has("install") ? given.flag("install") : undefined,
    record: given.text("record"),
    replay: given.text("replay"),
  } as const)
  if (await isGroup(api, name)) return resumeGroup(name, options, context)
  const handle = await api.runs.resume(name, options)
  const stopping: Stopping = { exitCode: undefined }
  const view = announced(new BatchView(terminal, { everyLine: given.flag("stream") }), context)
  const run = await follow(handle, view, stopping)
  if (context.json) printJson(context, run)
  else printRun(run, context)
  if (run.state === "done") return 0
  if (stopping.exitCode === undefined) return 1
  terminal.err(`Stopped; what was done is kept. millrace run resume ${name} goes on with it.\n`)
  return stopping.exitCode
}

/** Runs are called by their names before groups are. */
async function isGroup(api: MillraceApi, name: string): Promise<boolean> {
  try {
    await api.runs.get(name)
    return false
  } catch (thrown) {
    const { code } = toMillraceError(thrown)
    if (code !== "RUN_NOT_FOUND") throw thrown
    const members = await api.runs.list({ group: name, limit: 1, archived: "include" })
    if (members.length === 0) throw thrown
    return true
  }
}

async function resumeGroup(group: string, options: ResumeOptions, context: Context): Promise<number> {
  const api = await context.millrace()
  const handle = await api.runs.resumeGroup(group, options)
  const stopping: Stopping = { exitCode: undefined }
  const result = await follow(handle, announced(new GroupView(context.terminal), context), stopping)
  if (context.json) printJson(context, result)
  else printGroup(result, context)
  if (stopping.exitCode !== undefined) {
    context.terminal.err(groupStopped(group))
    return stopping.exitCode
  }
  return isGroupDone(result) ? 0 : 1
}
