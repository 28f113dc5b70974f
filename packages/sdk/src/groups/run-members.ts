import { type ErrorCode, type MillraceError, toMillraceError } from "@internal/schema"
import type { RunRecord } from "@internal/store"
import type { EvaluateOptions, RunGroup } from "../api/run-groups.ts"
import type { ResumeOptions, RunInfo, RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import type { WorkHandle } from "../handle.ts"
import { isComplete, resumeRun } from "../runs/resume-run.ts"
import { runInfo } from "../runs/run-info.ts"
import { childRun, followChild } from "./child-run.ts"
import { GROUP, type PlannedMember } from "./group-members.ts"
import type { Purse } from "./purse.ts"

export interface GroupWork {
  group: string
  members: readonly PlannedMember[]
  evaluate?: EvaluateOptions | undefined
  purse: Purse
  /** The group is gone on with: so are its runs that are there. */
  again?: Omit<ResumeOptions, "maxTokens" | "maxCost" | "signal">
}

/** A repeat that is answered from the cache repeats nothing. */
const FRESH = { cache: "off" } as const
/** What is wrong with one run is then wrong with the whole. */
const OF_THE_GROUP: readonly ErrorCode[] = ["RUN_TAKEN_OVER", "RUN_CHANGED", "STORE_FAILED"]

/** The runs of a group one after another, and the evaluation of each that gets done. */
export async function runMembers(
  context: Context,
  { group, members, evaluate, purse, again }: GroupWork,
  handle: WorkHandle<RunGroup>,
): Promise<RunGroup> {
  handle.emit({ type: "group", group, members: membersShown(members, evaluate) })
  const result: RunGroup = { group, runs: [], evaluations: [], refused: [] }
  const isStopped = () => handle.drain.aborted || handle.stop.aborted
  for (const [at, { options: own, name, repeat }] of members.entries()) {
    const mayBegin = () => !isStopped() && !purse.isEmptyFor(name)
    const told = { ...own, ...purse.left(name), ...(repeat !== undefined && FRESH) }
    const run = await begun(context, told, { handle, again, mayBegin }, (error) => {
      if (at === 0 && !again) throw error // most likely wrong with all of them
      result.refused.push({ name, message: error.message })
    })
    if (run === "not begun") break
    if (!run) continue
    result.runs.push(run)
    purse.pay(run)
    if (run.state === "cancelled") break // by the user, or at a cap that is the group's
    if (!evaluate || run.state !== "done") continue
    const scores = await evaluated(context, { run, group, options: evaluate, again }, handle, result)
    if (scores) result.evaluations.push(scores)
  }
  return result
}

function membersShown(members: readonly PlannedMember[], evaluate: EvaluateOptions | undefined) {
  return members.flatMap(({ name, label, repeat }) => {
    const said = repeat === undefined ? label : `${label} #${repeat}`
    return [
      { run: name, label: said },
      ...(evaluate ? [{ run: scoresName(name, evaluate), label: `${said}, evaluated` }] : []),
    ]
  })
}

export async function evaluated(
  context: Context,
  {
    run,
    group,
    options: { ending, ...options },
    again,
  }: { run: RunInfo; group: string; options: EvaluateOptions; again?: GroupWork["again"] },
  handle: WorkHandle<RunGroup>,
  result: RunGroup,
): Promise<RunInfo | undefined> {
  const name = scoresName(run.name, { ending })
  const told: RunOptions & { name: string } = {
    ...(run.data !== null && { data: run.data }),
    ...options,
    name,
    run: run.name,
    displayName: options.displayName ?? `${run.displayName}, ${ending ?? "evaluated"}`,
    properties: { ...options.properties, [`evaluated_${GROUP}`]: group },
  }
  const mayBegin = () => !handle.drain.aborted && !handle.stop.aborted
  const scores = await begun(context, told, { handle, again, mayBegin }, (error) =>
    result.refused.push({ name, message: error.message }),
  )
  return scores === "not begun" ? undefined : scores
}

export function scoresName(run: string, { ending = "scores" }: { ending?: string | undefined } = {}): string {
  return `${run}_${ending}`
}

/**
 * Runs one as a part of the whole, or goes on with it; one that has nothing left to do stays. Undefined, and `refused` told,
 * when it could not begin or failed as a whole; `not begun` when it would have to and may not.
 */
async function begun(
  context: Context,
  options: RunOptions & { name: string },
  {
    handle,
    again,
    mayBegin,
  }: { handle: WorkHandle<RunGroup>; again: GroupWork["again"]; mayBegin(): boolean },
  refused: (error: MillraceError) => void,
): Promise<RunInfo | "not begun" | undefined> {
  const { runs } = await context.store()
  const { name, maxTokens, maxCost } = options
  const record = again && (await runs.find(name))
  if (record && hasEndedWell(record) && !again?.acceptChanges && !again?.failed)
    return runInfo(record, await runs.errorOf(record))
  if (!mayBegin()) return "not begun"
  try {
    if (!record || !again) return await childRun(context, options, handle)
    const caps = { ...(maxTokens !== undefined && { maxTokens }), ...(maxCost !== undefined && { maxCost }) }
    return await followChild(await resumeRun(context, name, { ...again, ...caps }), handle)
  } catch (thrown) {
    const error = toMillraceError(thrown)
    if (record && isComplete(error)) return runInfo(record, await runs.errorOf(record))
    if (again && OF_THE_GROUP.includes(error.code)) throw error
    refused(error)
    return undefined
  }
}

/** Nothing of it can be left, as far as its counts tell. */
function hasEndedWell({ state, summary, properties }: RunRecord): boolean {
  const { done, failed } = summary.counts
  const isWhole = properties.system_metrics !== undefined && done + failed === summary.lines
  return state === "done" && isWhole && Object.keys(summary.aggregationErrors).length === 0
}
