import type { RunRecord } from "@internal/store"
import type { Context } from "../context.ts"

/** The runs of a group, in the order in which they were made. */
export async function groupRecords(context: Context, group: string): Promise<RunRecord[]> {
  const { runs } = await context.store()
  return (await runs.list({ group, archived: "include", limit: 10_000 })).reverse()
}
