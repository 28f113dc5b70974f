import { MillraceError } from "@internal/schema"
import type { RunRecord } from "@internal/store"
import type { CompareOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { GROUP, GROUP_REPEAT, GROUP_VARIANT } from "../groups/group-members.ts"

/** A run and the arm that it belongs to. */
export interface ArmRun {
  run: RunRecord
  arm: string
}

/**
 * The runs to compare, those of a group in the order in which they ran. Repeats of one variant of one group are one arm
 * under the variant's name, as long as there is something beside them to compare with.
 */
export async function armRuns(context: Context, { runs, group }: CompareOptions): Promise<ArmRun[]> {
  const { runs: store } = await context.store()
  const records =
    group === undefined
      ? await Promise.all((runs ?? []).map((name) => store.get(name)))
      : (await store.list({ group, archived: "include", limit: 10_000 })).reverse()
  if (records.length < 2) {
    const reason =
      group === undefined
        ? "Comparing needs at least two runs."
        : `Group ${group} has ${records.length === 0 ? "no runs" : "one run"}, and comparing needs at least two.`
    throw new MillraceError("USAGE", { reason })
  }
  const twice = records.find(({ name }, at) => records.findIndex((other) => other.name === name) < at)
  if (twice) throw new MillraceError("USAGE", { reason: `${twice.name} is to be compared with itself.` })
  const pooled = records.map((run) => ({ run, arm: repeatedVariant(run) ?? run.name }))
  const groups = new Set(records.map((run) => run.properties[GROUP]))
  const areApart = new Set(pooled.map(({ arm }) => arm)).size > 1 && groups.size === 1
  return areApart ? pooled : records.map((run) => ({ run, arm: run.name }))
}

function repeatedVariant({ properties }: RunRecord): string | undefined {
  const variant = properties[GROUP_VARIANT]
  return properties[GROUP_REPEAT] !== undefined && typeof variant === "string" ? variant : undefined
}
