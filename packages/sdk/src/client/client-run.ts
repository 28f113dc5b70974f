import type { RunInfo } from "../api/runs.ts"

/** A run as `promptflow.entities.Run` has it; keys with a line before them are not among those that `_to_dict` shows. */
export function clientRun(run: RunInfo): Record<string, unknown> {
  const { millrace: _ours, ...error } = run.error ?? {}
  return {
    name: run.name,
    created_on: run.createdOn,
    status: run.status,
    display_name: run.displayName,
    description: run.description,
    tags: run.tags,
    properties: run.properties,
    flow_name: run.flowName,
    data: run.data,
    output: run.output,
    ...(run.run && { run: run.run }),
    ...(run.error && { error }),
    _started_on: run.startedOn,
    _ended_on: run.endedOn,
    _archived: run.archived,
    _counts: {
      "__pf__.lines.completed": run.counts.done,
      "__pf__.lines.failed": run.counts.failed + run.counts.crashed,
    },
  }
}
