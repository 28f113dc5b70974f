import { existsSync, readFileSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { type ErrorRecord, errorRecord, MillraceError, type RunEnd } from "@internal/schema"
import { currentOwner, REGISTERED } from "@internal/store"
import { type Dict, Json, parse, toPlain } from "@internal/value"
import type { RegisterOptions, RunInfo } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { VERSION } from "../version.ts"
import { type PastEvent, recordedEvents } from "./recorded-events.ts"
import { type RecordedLine, recordedLines } from "./recorded-lines.ts"
import { runInfo } from "./run-info.ts"
import { type RunMetadata, readRunMetadata } from "./run-metadata.ts"
import { systemMetrics } from "./system-metrics.ts"

/**
 * Registers a run folder, of ours, of `pf run create` or of `pfazure run download`: its records become the run's events,
 * so that everything that is done with a run can be done with it (surface.md 1.3, `--source`). The folder stays where it
 * is. `known` says what is known of the run from elsewhere. Rejects with `RUN_INVALID` when it is no run folder.
 */
export async function registerRun(
  context: Context,
  options: RegisterOptions,
  known?: RunMetadata,
): Promise<RunInfo> {
  const store = await context.store()
  const folder = resolve(context.places.cwd, options.folder)
  const metadata = known ?? readRunMetadata(folder)
  const lines = recordedLines(folder)
  if (lines.length === 0 && !metadata && !existsSync(join(folder, "error.json")))
    throw noRunFolder(options.folder)
  const name = options.name ?? metadata?.name ?? basename(folder)
  const snapshot = join(folder, "snapshot")
  const flowPath = metadata?.flowPath ?? (existsSync(snapshot) ? snapshot : folder)
  const events = lines.flatMap(recordedEvents)
  const times = events.map((event) => event.at).filter((at) => at > 0)
  const started = metadata?.startedAt ?? times.reduce((a, b) => Math.min(a, b), Date.now())
  const ended = metadata?.endedAt ?? times.reduce((a, b) => Math.max(a, b), started)
  await store.runs.create({
    name,
    kind: "batch",
    createdAt: metadata?.createdAt ?? started,
    displayName: options.displayName ?? metadata?.displayName ?? name,
    description: options.description ?? metadata?.description ?? null,
    tags: options.tags ?? metadata?.tags ?? null,
    properties: { ...metadata?.properties, [REGISTERED]: true },
    flowName: metadata?.flowName ?? basename(folder),
    flowPath,
    data: metadata?.data ?? null,
    run: metadata?.run ?? null,
    outputPath: folder,
  })
  const writer = await store.journal.claim(name, currentOwner())
  await writer.append([
    {
      type: "run-start",
      plan: "",
      flow: basename(flowPath),
      lines: lines.filter(({ line }) => line !== null).length,
      versions: { millrace: VERSION, node: process.versions.node, flow: "" },
      at: started,
    },
  ])
  for (const line of lines) await writer.append(recordedEvents(line))
  await writer.append([...metricEvents(folder, ended), runEnd(folder, { lines, metadata, started, ended })])
  await writer.close()
  if (metadata?.properties.system_metrics === undefined) {
    const { summary } = await store.runs.get(name)
    await store.runs.update(name, { properties: { system_metrics: systemMetrics(summary, "dag") } })
  }
  return runInfo(await store.runs.get(name), await store.runs.error(name))
}

function noRunFolder(folder: string): MillraceError {
  const reason = `${folder} is not the folder of a run: it has neither flow_artifacts nor inputs.jsonl nor run_metadata.json`
  return new MillraceError(
    "RUN_INVALID",
    { reason },
    {
      hint: "Give the folder that `run show` calls output_path.",
      original: ["UserError"],
    },
  )
}

function metricEvents(folder: string, at: number): PastEvent[] {
  const metrics = jsonObject(join(folder, "metrics.json"))
  return Array.from(metrics ?? [], ([name, value]) => ({
    type: "metric",
    line: null,
    name,
    value: Json.of(value),
    at,
  }))
}

function runEnd(
  folder: string,
  run: { lines: RecordedLine[]; metadata: RunMetadata | undefined; started: number; ended: number },
): PastEvent & RunEnd {
  const { lines, metadata, started, ended } = run
  const statuses = lines.filter(({ line }) => line !== null).map(({ info }) => String(info?.get("status")))
  const count = (status: string) => statuses.filter((s) => s === status).length
  const failed = metadata ? metadata.status === "Failed" : lines.length === 0
  const status = metadata?.status === "Canceled" ? "cancelled" : failed ? "failed" : "done"
  const error = status === "failed" ? ownError(folder, metadata) : undefined
  return {
    type: "run-end",
    status,
    counts: { done: count("Completed"), failed: count("Failed"), crashed: 0, cancelled: count("Canceled") },
    ...(error && { error }),
    duration: ended - started,
    at: ended,
  }
}

/** What ended a run before its time; `error.json` quotes it in its message. */
function ownError(folder: string, metadata: RunMetadata | undefined): ErrorRecord {
  const kept =
    metadata?.error ?? (toPlain(jsonObject(join(folder, "error.json")) ?? null) as ErrorRecord | null)
  const reason = "the run failed, and its folder does not say why"
  if (!kept) return errorRecord(new MillraceError("RUN_INVALID", { reason }))
  return { ...kept, message: kept.message.replace(/^First error message is: /, "") }
}

function jsonObject(path: string): Dict | undefined {
  if (!existsSync(path)) return undefined
  const value = parse(readFileSync(path, "utf8"))
  return value instanceof Map ? value : undefined
}
