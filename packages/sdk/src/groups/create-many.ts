import { MillraceError, toMillraceError } from "@internal/schema"
import type { EvaluateGroupOptions, EvaluateOptions, GroupOptions, RunGroup } from "../api/run-groups.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { runInfo } from "../runs/run-info.ts"
import { childRun } from "./child-run.ts"
import { GROUP, groupMembers } from "./group-members.ts"
import { Purse } from "./purse.ts"

/**
 * Runs a flow in many forms over the same rows, one after another: what the first run did can then be the others', each
 * has all the calls in flight to itself, and memory is that of one run. What is wrong with the group as a whole (no such
 * variant, a name taken) rejects here, before anything runs.
 */
export async function createMany(context: Context, options: GroupOptions): Promise<WorkHandle<RunGroup>> {
  const { group, members } = groupMembers(context, options)
  const { runs } = await context.store()
  for (const { name } of members) {
    if (await runs.find(name)) throw new MillraceError("RUN_EXISTS", { name })
    if (options.evaluate && (await runs.find(scoresName(name))))
      throw new MillraceError("RUN_EXISTS", { name: scoresName(name) })
  }
  const { evaluate, signal, repeat = 1 } = options
  return new WorkHandle<RunGroup>(
    group,
    async (handle) => {
      handle.emit({
        type: "group",
        group,
        members: members.flatMap(({ name, label, repeat: time }) => {
          const said = time === undefined ? label : `${label} #${time}`
          return [
            { run: name, label: said },
            ...(evaluate ? [{ run: scoresName(name), label: `${said}, evaluated` }] : []),
          ]
        }),
      })
      const result: RunGroup = { group, runs: [], evaluations: [], refused: [] }
      const purse = new Purse(options)
      for (const [at, { options: own, name }] of members.entries()) {
        if (handle.drain.aborted || handle.stop.aborted || purse.isEmpty) break
        const told = { ...own, ...purse.left, ...(repeat > 1 && FRESH) }
        const run = await begun(context, told, handle, (error) => {
          if (at === 0) throw error // most likely wrong with all of them
          result.refused.push({ name, message: error.message })
        })
        if (!run) continue
        result.runs.push(run)
        purse.pay(run)
        if (run.state === "cancelled") break // by the user, or at a cap that is the group's
        if (!evaluate || run.state !== "done") continue
        const scores = await evaluated(context, { run, group, options: evaluate }, handle, result)
        if (scores) result.evaluations.push(scores)
      }
      return result
    },
    signal,
  )
}

/** A repeat that is answered from the cache repeats nothing. */
const FRESH = { cache: "off" } as const

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
      const members = done.map((run) => ({ run: scoresName(run.name), label: run.name }))
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
  const { runs } = await context.store()
  const records = await runs.list({ group, archived: "include", limit: 10_000 })
  return records.reverse().map((record) => runInfo(record, null))
}

function evaluated(
  context: Context,
  { run, group, options }: { run: RunInfo; group: string; options: EvaluateOptions },
  handle: WorkHandle<RunGroup>,
  result: RunGroup,
): Promise<RunInfo | undefined> {
  const name = scoresName(run.name)
  const told: RunOptions = {
    ...(run.data !== null && { data: run.data }),
    ...options,
    name,
    run: run.name,
    displayName: options.displayName ?? `${run.displayName}, evaluated`,
    properties: { ...options.properties, [`evaluated_${GROUP}`]: group },
  }
  return begun(context, told, handle, (error) => result.refused.push({ name, message: error.message }))
}

function scoresName(run: string): string {
  return `${run}_scores`
}

/** Runs one as a part of the whole; undefined, and `refused` told, when it could not begin or failed as a whole. */
async function begun(
  context: Context,
  options: RunOptions,
  handle: WorkHandle<RunGroup>,
  refused: (error: MillraceError) => void,
): Promise<RunInfo | undefined> {
  try {
    return await childRun(context, options, handle)
  } catch (thrown) {
    refused(toMillraceError(thrown))
    return undefined
  }
}
