import { MillraceError, nearest, type Owner, type RunState, type RunSummary } from "@internal/schema"
import type { Queries } from "./database.ts"
import { isAlive } from "./owner.ts"
import { decodeSummary } from "./summary-codec.ts"

export type RunKind = "batch" | "test"

/** What is known of a run before its first event. Paths are absolute. */
export interface NewRun {
  name: string
  kind: RunKind
  /** Milliseconds since the epoch; default now. */
  createdAt?: number
  displayName?: string
  description?: string | null
  tags?: Record<string, string> | null
  /** As the original keeps them (spec 8.2) without `flow_path`, `output_path`, `run` and `system_metrics`. */
  properties?: Record<string, unknown>
  flowName: string
  flowPath: string
  data?: string | null
  /** Name of the run that this one evaluates. */
  run?: string | null
  /** The run folder; absent when nothing is written. */
  outputPath?: string | null
}

/** A run: what it was made with, and the fold of its events. */
export interface RunRecord {
  id: number
  name: string
  kind: RunKind
  /** `interrupted` when the process that wrote it is gone. */
  state: RunState
  /** Milliseconds since the epoch. */
  createdAt: number
  archived: boolean
  displayName: string
  description: string | null
  tags: Record<string, string> | null
  properties: Record<string, unknown>
  flowName: string
  flowPath: string
  data: string | null
  run: string | null
  outputPath: string | null
  /** Who writes it, while somebody does. */
  owner: Owner | null
  summary: RunSummary
}

export interface RunRow extends Record<string, unknown> {
  id: number
  name: string
  kind: RunKind
  state: string
  created: number
  archived: number
  display_name: string
  description: string | null
  tags: string | null
  properties: string
  flow_name: string
  flow_path: string
  data: string | null
  referenced: string | null
  output_path: string | null
  owner: string | null
  folded: number
  summary: string
}

export function recordOf(row: RunRow): RunRecord {
  const owner: Owner | null = row.owner ? JSON.parse(row.owner) : null
  const summary = decodeSummary(row.summary)
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: stateOf(summary, owner),
    createdAt: row.created,
    archived: row.archived !== 0,
    displayName: row.display_name,
    description: row.description,
    tags: row.tags ? JSON.parse(row.tags) : null,
    properties: JSON.parse(row.properties),
    flowName: row.flow_name,
    flowPath: row.flow_path,
    data: row.data,
    run: row.referenced,
    outputPath: row.output_path,
    owner,
    summary,
  }
}

export function stateOf(summary: RunSummary, owner: Owner | null): RunState {
  if (summary.state !== "running") return summary.state
  return owner && isAlive(owner) ? "running" : "interrupted"
}

export async function runNotFound(queries: Queries, name: string): Promise<MillraceError> {
  const rows = await queries.all<{ name: string }>("select name from run order by id desc limit 1000")
  const near = nearest(
    name,
    rows.map((row) => row.name),
  )
  const hint = near ? `Did you mean ${near}?` : "`millrace run list` shows the runs there are."
  return new MillraceError("RUN_NOT_FOUND", { name }, { hint })
}
