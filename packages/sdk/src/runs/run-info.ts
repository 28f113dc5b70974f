import { join } from "node:path"
import { type ErrorRecord, errorRecord, MillraceError, type RunState } from "@internal/schema"
import type { RunRecord } from "@internal/store"
import type { RunInfo } from "../api/runs.ts"
import { runCost } from "../prices/run-cost.ts"

/** How the original calls our states (contracts.md, Events). */
const STATUS: Record<RunState, string> = {
  running: "Running",
  done: "Completed",
  failed: "Failed",
  crashed: "Failed",
  cancelled: "Canceled",
  interrupted: "Failed",
}

/** A run as it is shown (surface.md 1.3). `error` is what `error.json` holds; code, place and hint are those of the first. */
export function runInfo(record: RunRecord, error: ErrorRecord | null): RunInfo {
  const { summary, properties } = record
  const { counts } = summary
  const own = (summary.error ?? summary.firstError?.error ?? Object.values(summary.aggregationErrors)[0])
    ?.millrace
  const output = record.outputPath ?? ""
  const hidden = (key: string) => key.startsWith("__pf__") || key.startsWith("__millrace__")
  const metrics = (properties.system_metrics ?? {}) as Record<string, unknown>
  return {
    name: record.name,
    kind: record.kind,
    state: record.state,
    status: STATUS[record.state],
    createdOn: iso(record.createdAt),
    startedOn: summary.startedAt === null ? null : iso(summary.startedAt),
    endedOn: summary.endedAt === null ? null : iso(summary.endedAt),
    displayName: record.displayName,
    description: record.description || null,
    tags: record.tags,
    archived: record.archived,
    properties: {
      flow_path: record.flowPath,
      output_path: output,
      ...Object.fromEntries(
        Object.entries(properties).filter(([key]) => key !== "system_metrics" && !hidden(key)),
      ),
      system_metrics: Object.fromEntries(Object.entries(metrics).filter(([key]) => !hidden(key))),
    },
    flowName: record.flowName,
    data: record.data,
    output: output && join(output, "flow_outputs"),
    run: record.run,
    error: error ? { ...error, ...(own && { millrace: own }) } : interruption(record),
    counts: {
      total: summary.lines,
      done: counts.done,
      failed: counts.failed,
      crashed: counts.crashed,
      cancelled: counts.cancelled,
    },
    usage: summary.usage,
    cost: runCost(summary),
    metrics: Object.fromEntries(Object.entries(summary.metrics).map(([name, value]) => [name, value.value])),
  }
}

/** Nobody was left to write down why such a run ended. */
function interruption({ state, name, owner }: RunRecord): ErrorRecord | null {
  if (state !== "interrupted") return null
  const data = { name, owner: owner ? `Process ${owner.pid} on ${owner.host}` : "The process that ran it" }
  return errorRecord(new MillraceError("RUN_INTERRUPTED", data))
}

/** As Python writes it, microseconds and zone included. */
function iso(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000+00:00")
}
