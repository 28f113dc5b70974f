import type { RunEvent } from "@internal/schema"
import type { BlobStore } from "./blobs.ts"
import type { Database } from "./database.ts"
import { type EventRow, eventId, eventOf, readEvents, seqOf } from "./event-rows.ts"

/**
 * The events of a run as if each line had run once and the run had been started once: without attempts that others took
 * the place of. What was taken over from them counts here as if it had been done.
 */
export async function* currentEvents(
  db: Database,
  blobs: BlobStore,
  run: { id: number; name: string },
): AsyncGenerator<RunEvent> {
  const again = await db.all<{ line: number; first_event: number }>(
    "select line, first_event from line where run = ? and attempt > 1",
    [run.id],
  )
  const lines = new Map(again.map((row) => [row.line, seqOf(row.first_event)]))
  const { start, stage } = await lastStarts(db, blobs, run)
  for await (const event of readEvents(db, blobs, run)) {
    if (!("line" in event)) {
      if (event.seq >= start) yield event
    } else if (event.seq >= (event.line === null ? stage : (lines.get(event.line) ?? 0))) yield once(event)
  }
}

/** Where the run was started last, and its aggregation stage. */
async function lastStarts(
  db: Database,
  blobs: BlobStore,
  run: { id: number; name: string },
): Promise<{ start: number; stage: number }> {
  const found = { start: 0, stage: 0 }
  const sql = `select id, at, body from event where line is null and id > ? and id < ?
    and (body like '%"type":"line-start"%' or body like '%"type":"run-start"%') order by id`
  for (const row of await db.all<EventRow>(sql, [eventId(run.id, 0), eventId(run.id + 1, 0)])) {
    const event = eventOf(row, run.name, blobs)
    if (event.type === "run-start") found.start = event.seq
    if (event.type === "line-start") found.stage = event.seq
  }
  return found
}

function once(event: RunEvent): RunEvent {
  if (event.type === "line-start" && event.earlier) {
    const { earlier: _earlier, ...first } = event
    return first
  }
  return event.type === "node-end" && event.reused ? { ...event, reused: false } : event
}
