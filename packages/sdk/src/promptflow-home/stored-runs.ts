import { existsSync } from "node:fs"
import { basename, resolve } from "node:path"
import { errorRecord, MillraceError } from "@internal/schema"
import type { RunMetadata } from "../runs/run-metadata.ts"

/** A row of the original's table `run_info` (spec 8.1). */
export interface RunInfoRow {
  name: string
  created_on: string
  status: string
  display_name: string | null
  description: string | null
  /** JSON. */
  tags: string | null
  properties: string | null
  archived: number | null
  start_time: string | null
  end_time: string | null
  data: string | null
}

export interface StoredRun {
  folder: string
  archived: boolean
  /** Whether somebody may still be writing it. */
  isRunning: boolean
  metadata: RunMetadata & { name: string }
}

const ENDED = ["Completed", "Failed", "Canceled"]
const DAY_MS = 24 * 60 * 60 * 1000

/** What a row says of a run (spec 8.2). One that has not ended and is older than a day was left behind: it failed. */
export function storedRun(row: RunInfoRow, home: string): StoredRun {
  const { flow_path, output_path, run, ...properties } = mapping(row.properties)
  // a home that was copied from elsewhere has its runs where they are now
  const isThere = typeof output_path === "string" && existsSync(output_path)
  const folder = isThere ? output_path : resolve(home, ".runs", row.name)
  const createdAt = timeOf(row.created_on) ?? 0
  const hasEnded = ENDED.includes(row.status)
  const metadata: StoredRun["metadata"] = {
    name: row.name,
    displayName: row.display_name ?? row.name,
    properties,
    status: hasEnded ? row.status : "Failed",
    createdAt,
    ...(row.description !== null && { description: row.description }),
    ...(row.tags !== null && { tags: mapping(row.tags) as Record<string, string> }), // text to text
    ...(typeof flow_path === "string" && { flowPath: flow_path, flowName: basename(flow_path) }),
    ...(row.data !== null && { data: row.data }),
    ...(typeof run === "string" && { run }),
    ...times(row),
  }
  if (!hasEnded) {
    const error = new MillraceError("RUN_INTERRUPTED", { name: row.name, owner: "prompt flow" })
    metadata.error = errorRecord(error)
  }
  return {
    folder,
    archived: row.archived === 1,
    isRunning: !hasEnded && Date.now() - createdAt < DAY_MS,
    metadata,
  }
}

function times({ start_time, end_time }: RunInfoRow): { startedAt?: number; endedAt?: number } {
  const startedAt = timeOf(start_time)
  const endedAt = timeOf(end_time)
  return { ...(startedAt !== undefined && { startedAt }), ...(endedAt !== undefined && { endedAt }) }
}

/** Local times with their offset, ISO. */
function timeOf(text: string | null): number | undefined {
  const at = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

function mapping(text: string | null): Record<string, unknown> {
  const value: unknown = JSON.parse(text ?? "null")
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
}
