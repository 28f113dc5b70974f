import { MillraceError } from "@internal/schema"
import type { RunRecord, Store } from "@internal/store"
import type { ResumeFromOptions, RunInfo, RunOptions } from "../api/runs.ts"
import type { Context } from "../context.ts"
import type { WorkHandle } from "../handle.ts"
import { createRun } from "./create-run.ts"
import { optionsOf } from "./kept-options.ts"
import { runInfo } from "./run-info.ts"

/**
 * Goes on with an earlier run under a new name: its done lines are taken over, the others run, and the aggregation stage
 * runs over all of them (spec 4.6). Rejects with `RUN_STATUS` while the earlier run goes on.
 */
export async function resumeFrom(context: Context, options: ResumeFromOptions): Promise<WorkHandle<RunInfo>> {
  const store = await context.store()
  const { from, ...told } = options
  const source = await store.runs.get(from)
  if (source.state === "running") {
    const { status } = runInfo(source, null)
    const reason = "only a run that has ended can be gone on with"
    throw new MillraceError("RUN_STATUS", { name: from, status, reason }, { original: ["UserError"] })
  }
  return createRun(context, { ...definitionOf(store, source), ...told }, source)
}

/** What a run was made of, as the original copies it: neither its display name nor its tags. */
export function definitionOf(
  store: Store,
  { properties, data, run, description, ...source }: RunRecord,
): RunOptions {
  const { column_mapping, node_variant, init_kwargs } = properties
  const { manner: _manner, ...told } = optionsOf(store, { properties, data, run, description, ...source })
  return {
    ...told,
    ...(data !== null && { data }),
    ...(run !== null && { run }),
    ...(description !== null && { description }),
    ...(typeof node_variant === "string" && { variant: node_variant }),
    ...(isMapping(column_mapping) && { columnMapping: column_mapping }),
    ...(isMapping(init_kwargs) && !told.init && { init: init_kwargs }), // keys of models are masked in it
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null
}
