import { MillraceError } from "@internal/schema"
import type { EvaluateGroupOptions, GroupOptions, RunGroup } from "../api/run-groups.ts"
import type { RunInfo } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { runInfo } from "../runs/run-info.ts"
import { groupMembers } from "./group-members.ts"
import { groupRecords } from "./group-records.ts"
import { keptGroup } from "./kept-group.ts"
import { Purse } from "./purse.ts"
import { evaluated, runMembers, scoresName } from "./run-members.ts"

/**
 * Runs a flow in many forms over the same rows, one after another: what the first run did can then be the others', each
 * has all the calls in flight to itself, and memory is that of one run. What is wrong with the group as a whole (no such
 * variant, a name taken) rejects here, before anything runs.
 */
export async function createMany(context: Context, options: GroupOptions): Promise<WorkHandle<RunGroup>> {
  const planned = groupMembers(context, options)
  const { group } = planned
  const store = await context.store()
  const { evaluate, signal } = options
  for (const { name } of planned.members) {
    if (await store.runs.find(name)) throw taken(name, group)
    if (evaluate && (await store.runs.find(scoresName(name, evaluate))))
      throw taken(scoresName(name, evaluate), group)
  }
  const told = { ...options, name: group }
  const properties = { ...options.properties, ...keptGroup(context, store, told) }
  const { members } = groupMembers(context, { ...told, properties })
  const purse = new Purse(options)
  return new WorkHandle<RunGroup>(
    group,
    (handle) => runMembers(context, { group, members, evaluate, purse }, handle),
    signal,
  )
}

function taken(name: string, group: string): MillraceError {
  const hint = `Choose another --name, or go on with what is there: millrace run resume ${group}`
  return new MillraceError("RUN_EXISTS", { name }, { hint })
}

/** Evaluates every done run of a group. Rejects with `RUN_INVALID` where there is none. */
export async function evaluateGroup(
  context: Context,
  { group, signal, ...options }: EvaluateGroupOptions,
): Promise<WorkHandle<RunGroup>> {
  const found = await groupRuns(context, group)
  const done = found.filter((run) => run.state === "done")
  if (done.length === 0) {
    const reason = found.length === 0 ? `There is no group ${group}` : `No run of group ${group} is done`
    throw new MillraceError(
      "RUN_INVALID",
      { reason },
      { hint: "`millrace run list` shows the runs there are." },
    )
  }
  return new WorkHandle<RunGroup>(
    group,
    async (handle) => {
      const members = done.map((run) => ({ run: scoresName(run.name, options), label: run.name }))
      handle.emit({ type: "group", group, members })
      const result: RunGroup = { group, runs: done, evaluations: [], refused: [] }
      for (const run of done) {
        if (handle.drain.aborted || handle.stop.aborted) break
        const scores = await evaluated(context, { run, group, options }, handle, result)
        if (scores) result.evaluations.push(scores)
      }
      return result
    },
    signal,
  )
}

/** The runs of a group, in the order in which they were made. */
export async function groupRuns(context: Context, group: string): Promise<RunInfo[]> {
  return (await groupRecords(context, group)).map((record) => runInfo(record, null))
}
