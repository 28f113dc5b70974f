import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type ErrorRecord, MillraceError } from "@internal/schema"

/** What is known of a run beside its folder: by `pfazure run download`, or a store of the original. Times in ms since the epoch. */
export interface RunMetadata {
  name?: string
  displayName?: string
  description?: string
  tags?: Record<string, string>
  properties: Record<string, unknown>
  flowName?: string
  /** Default: the snapshot in the folder. */
  flowPath?: string
  status?: string
  data?: string
  run?: string
  error?: ErrorRecord
  createdAt?: number
  startedAt?: number
  endedAt?: number
}

/** Reads `run_metadata.json` of a run folder; undefined when there is none. Fails with `FILE_SHAPE`. */
export function readRunMetadata(folder: string): RunMetadata | undefined {
  const path = join(folder, "run_metadata.json")
  if (!existsSync(path)) return undefined
  const fields = fieldsOf(path)
  const text = (key: string) => (typeof fields[key] === "string" ? (fields[key] as string) : undefined)
  const map = (key: string) => (isMapping(fields[key]) ? fields[key] : undefined)
  const time = (key: string) => {
    const at = Date.parse(text(key) ?? "")
    return Number.isNaN(at) ? undefined : at
  }
  return defined({
    name: text("name"),
    displayName: text("display_name"),
    description: text("description"),
    tags: map("tags") as RunMetadata["tags"],
    properties: map("properties") ?? {},
    flowName: text("flow_name"),
    status: text("status"),
    data: text("data"),
    run: text("run"),
    error: map("error") as RunMetadata["error"],
    createdAt: time("created_on"),
    startedAt: time("start_time"),
    endedAt: time("end_time"),
  })
}

function fieldsOf(path: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, "utf8"))
  } catch (cause) {
    const reason = `not JSON: ${(cause as Error).message}`
    throw new MillraceError("FILE_SHAPE", { path, reason }, { place: { file: path }, cause })
  }
  if (isMapping(value)) return value
  throw new MillraceError(
    "FILE_SHAPE",
    { path, reason: "it must hold one object" },
    { place: { file: path } },
  )
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function defined(fields: { [Key in keyof RunMetadata]: RunMetadata[Key] | undefined }): RunMetadata {
  // properties is always there
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as RunMetadata
}
