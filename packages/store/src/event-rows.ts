import { decodeEvent, type RunEvent } from "@internal/schema"
import type { BlobStore } from "./blobs.ts"
import type { Param, Queries } from "./database.ts"

/** Room for the events of one run in the key of the event table. */
const SPAN = 2 ** 32

export function eventId(run: number, seq: number): number {
  return run * SPAN + seq
}

export function seqOf(id: number): number {
  return id % SPAN
}

export interface EventRow extends Record<string, unknown> {
  id: number
  at: number
  body: string
}

export function eventOf(row: EventRow, run: string, blobs: BlobStore): RunEvent {
  return decodeEvent(row.body, { run, seq: seqOf(row.id), at: row.at }, (name) => blobs.get(name))
}

/** Events of a run in order, in short reads, from `after` (not included) to the last one written. */
export async function* readEvents(
  db: Queries,
  blobs: BlobStore,
  run: { id: number; name: string },
  options: { after?: number; until?: number; line?: number | null } = {},
): AsyncGenerator<RunEvent> {
  const page = 500
  const until = eventId(run.id, options.until ?? SPAN - 1)
  let after = eventId(run.id, options.after ?? 0)
  const ofLine =
    options.line === undefined ? "" : options.line === null ? " and line is null" : " and line = ?"
  const line: Param[] = typeof options.line === "number" ? [options.line] : []
  const sql = `select id, at, body from event where id > ? and id <= ?${ofLine} order by id limit ${page}`
  for (;;) {
    const rows = await db.all<EventRow>(sql, [after, until, ...line])
    for (const row of rows) yield eventOf(row, run.name, blobs)
    if (rows.length < page) return
    after = (rows.at(-1) as EventRow).id
  }
}
