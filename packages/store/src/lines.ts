import type { ErrorRecord, LineEnd, LineStart, LineStatus, Usage } from "@internal/schema"
import type { Json } from "@internal/value"
import type { BlobStore } from "./blobs.ts"
import type { Database, Param } from "./database.ts"
import { type EventRow, eventOf } from "./event-rows.ts"

/** An ended line. */
export interface LineRecord {
  line: number
  status: LineStatus
  attempt: number
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Milliseconds. */
  duration: number
  usage: Usage
  /** Null when `values: false` was asked for. */
  inputs: Json | null
  outputs: Json | null
  error: ErrorRecord | null
}
export interface LineQuery {
  /** Lines after this number. Default all. */
  after?: number
  /** Default 100. */
  limit?: number
  status?: readonly LineStatus[]
  /** Whether inputs and outputs are wanted. Default true. */
  values?: boolean
}

interface LineRow extends Record<string, unknown> {
  line: number
  status: LineStatus
  attempt: number
  started: number
  duration: number
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  first_event: number
  last_event: number
}

export async function readLines(
  db: Database,
  blobs: BlobStore,
  run: { id: number; name: string },
  query: LineQuery,
): Promise<LineRecord[]> {
  const params: Param[] = [run.id, query.after ?? -1]
  let where = "run = ? and line > ?"
  if (query.status) {
    where += ` and status in (${query.status.map(() => "?").join(", ")})`
    params.push(...query.status)
  }
  const sql = `select * from line where ${where} order by line limit ?`
  const rows = await db.all<LineRow>(sql, [...params, query.limit ?? 100])
  const values = query.values ?? true
  const needed = rows.flatMap((row) => [
    ...(values ? [row.first_event] : []),
    ...(values || row.status !== "done" ? [row.last_event] : []),
  ])
  const events = await eventsOf(db, blobs, run.name, needed)
  return rows.map((row) => {
    // the writer put the ids of these two kinds of event there
    const start = events.get(row.first_event) as LineStart | undefined
    const end = events.get(row.last_event) as LineEnd | undefined
    const { prompt_tokens, completion_tokens, total_tokens } = row
    return {
      line: row.line,
      status: row.status,
      attempt: row.attempt,
      startedAt: row.started,
      duration: row.duration,
      usage: { prompt_tokens, completion_tokens, total_tokens },
      inputs: start?.inputs ?? null,
      outputs: (values && end?.outputs) || null,
      error: end?.error ?? null,
    }
  })
}

async function eventsOf(
  db: Database,
  blobs: BlobStore,
  run: string,
  ids: number[],
): Promise<Map<number, ReturnType<typeof eventOf>>> {
  const found = new Map<number, ReturnType<typeof eventOf>>()
  for (let i = 0; i < ids.length; i += 500) {
    const part = ids.slice(i, i + 500)
    const marks = part.map(() => "?").join(", ")
    const rows = await db.all<EventRow>(`select id, at, body from event where id in (${marks})`, part)
    for (const row of rows) found.set(row.id, eventOf(row, run, blobs))
  }
  return found
}
