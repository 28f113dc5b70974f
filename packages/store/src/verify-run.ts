import { isDeepStrictEqual } from "node:util"
import { newRunSummary, reduceRun } from "@internal/schema"
import type { BlobStore } from "./blobs.ts"
import type { Database } from "./database.ts"
import { eventId, readEvents } from "./event-rows.ts"
import type { RunRow } from "./run-row.ts"
import { decodeSummary, encodeSummary } from "./summary-codec.ts"

interface Ended extends Record<string, unknown> {
  status: string
  last_event: number
}

/** Folds every event of a run and compares with its rows. Answers what differs. */
export async function verifyRun(
  db: Database,
  blobs: BlobStore,
  run: { id: number; name: string },
): Promise<string[]> {
  const [row] = await db.all<RunRow>("select * from run where id = ?", [run.id])
  const kept = decodeSummary(row?.summary ?? encodeSummary(newRunSummary()))
  const problems: string[] = []
  const ended = new Map<number, Ended>()
  const folded = newRunSummary()
  let expected = 1
  for await (const event of readEvents(db, blobs, run)) {
    if (event.seq !== expected) problems.push(`events ${expected} to ${event.seq - 1} are missing`)
    expected = event.seq + 1
    // the row of a run that was cut off stands at an earlier event: bring it up to date as every reader does
    if (event.seq > (row?.folded ?? 0)) reduceRun(kept, event)
    reduceRun(folded, event)
    if (event.type === "line-end" && event.line !== null) {
      ended.set(event.line, { status: event.status, last_event: eventId(run.id, event.seq) })
    }
  }
  if (encodeSummary(folded) !== encodeSummary(kept)) {
    problems.push(`the run's row says ${encodeSummary(kept)}, its events ${encodeSummary(folded)}`)
  }
  const sql = "select line, status, last_event from line where run = ?"
  for (const { line, ...inTable } of await db.all<Ended & { line: number }>(sql, [run.id])) {
    const inEvents = ended.get(line)
    ended.delete(line)
    if (!isDeepStrictEqual({ ...inTable }, inEvents))
      problems.push(`line ${line} differs from its last event`)
  }
  for (const line of ended.keys()) problems.push(`line ${line} has no row`)
  return problems
}
