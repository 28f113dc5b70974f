import { MillraceError } from "@internal/schema"
import type { RunRecord } from "@internal/store"
import type { GroupOptions, RunGroup } from "../api/run-groups.ts"
import type { ResumeOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { refuseChanged } from "../runs/refuse-changed.ts"
import { runInfo } from "../runs/run-info.ts"
import { groupMembers } from "./group-members.ts"
import { groupRecords } from "./group-records.ts"
import { groupOptionsOf, keptGroup } from "./kept-group.ts"
import { Purse } from "./purse.ts"
import { runMembers } from "./run-members.ts"

/**
 * Goes on with a group that was stopped or cut off: runs that are over stay, the others go on, those that never began
 * begin, and so with their evaluations. Rejects with `RUN_NOT_FOUND` where there is no such group, and as `resumeRun`.
 */
export async function resumeMany(
  context: Context,
  group: string,
  { maxTokens, maxCost, signal, ...again }: ResumeOptions = {},
): Promise<WorkHandle<RunGroup>> {
  const store = await context.store()
  const records = await groupRecords(context, group)
  if (records.length === 0) throw new MillraceError("RUN_NOT_FOUND", { name: group })
  const manner = Object.fromEntries(Object.entries(again).filter(([, value]) => value !== undefined))
  const { failed: _failed, acceptChanges, ...told } = manner as typeof again
  const options: GroupOptions & { name: string } = {
    ...groupOptionsOf(store, group, records),
    name: group,
    ...told,
    ...(maxTokens !== undefined && { maxTokens }),
    ...(maxCost !== undefined && { maxCost }),
  }
  const kept = keptGroup(context, store, options)
  const properties = { ...options.properties, ...kept }
  const { members } = groupMembers(context, { ...options, properties })
  const names = new Set(records.map(({ name }) => name))
  if (!acceptChanges && members.some(({ name }) => !names.has(name)))
    await refuseChanged(context, records[0] as RunRecord) // there is one
  const purse = new Purse(options)
  for (const record of records) purse.pay(runInfo(record, null))
  const { evaluate } = options
  return new WorkHandle<RunGroup>(
    group,
    (handle) => runMembers(context, { group, members, evaluate, purse, again: manner }, handle),
    signal,
  )
}
