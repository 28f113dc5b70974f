import {
  AttemptFold,
  type EarlierAttempts,
  type Fingerprint,
  type LineState,
  type LineStatus,
  reduceLine,
} from "@internal/schema"
import type { BlobStore } from "./blobs.ts"
import type { Database } from "./database.ts"
import { readEvents, seqOf } from "./event-rows.ts"

interface OfRun {
  id: number
  name: string
}

/** How every ended line of a run has ended, a byte a line. */
export class LineStatuses {
  static readonly #CODES: readonly LineStatus[] = ["done", "failed", "crashed", "cancelled"]
  #codes = new Uint8Array(1024)

  set(line: number, status: LineStatus): void {
    if (line >= this.#codes.length) {
      const larger = new Uint8Array(Math.max(line + 1, this.#codes.length * 2))
      larger.set(this.#codes)
      this.#codes = larger
    }
    this.#codes[line] = LineStatuses.#CODES.indexOf(status) + 1
  }

  get(line: number): LineStatus | undefined {
    const code = this.#codes[line] ?? 0
    return code === 0 ? undefined : LineStatuses.#CODES[code - 1]
  }

  delete(line: number): void {
    if (line < this.#codes.length) this.#codes[line] = 0
  }
}

export async function readStatuses(db: Database, { id }: OfRun): Promise<LineStatuses> {
  const statuses = new LineStatuses()
  const page = 50_000
  for (let after = -1; ; ) {
    const sql = "select line, status from line where run = ? and line > ? order by line limit ?"
    const rows = await db.all<{ line: number; status: LineStatus }>(sql, [id, after, page])
    for (const { line, status } of rows) statuses.set(line, status)
    after = rows.at(-1)?.line ?? after
    if (rows.length < page) return statuses
  }
}

/**
 * What attempts have left of the lines that have begun and not ended, with what earlier attempts that did end had done
 * of them. The aggregation stage is the line `null`.
 */
export async function readOpenLines(
  db: Database,
  blobs: BlobStore,
  run: OfRun,
): Promise<Map<number, EarlierAttempts>> {
  const [row] = await db.all<{ open_seq: number }>("select open_seq from run where id = ?", [run.id])
  const folds = new Map<number, AttemptFold>()
  for await (const event of readEvents(db, blobs, run, { after: (row?.open_seq ?? 1) - 1 })) {
    if (!("line" in event) || event.line === null) continue
    if (event.type === "line-end") folds.delete(event.line)
    else if (event.type === "line-start" && !folds.has(event.line)) {
      const ended = event.attempt > 1 ? await readEndedLine(db, blobs, run, event.line) : undefined
      folds.set(event.line, new AttemptFold(ended))
    }
    folds.get(event.line)?.add(event)
  }
  const open = new Map<number, EarlierAttempts>()
  for (const [line, { attempts }] of folds) if (attempts) open.set(line, attempts)
  return open
}

/** Every attempt at a line, with what the run was made of then. Reads all events of the run. */
export async function readAttempts(
  db: Database,
  blobs: BlobStore,
  run: OfRun,
  line: number,
): Promise<{ line: LineState; fingerprint: Fingerprint | null }[]> {
  const attempts: { line: LineState; fingerprint: Fingerprint | null }[] = []
  let fingerprint: Fingerprint | null = null
  for await (const event of readEvents(db, blobs, run)) {
    if (event.type === "run-start") fingerprint = event.fingerprint ?? null
    if (!("line" in event) || event.line !== line) continue
    const last = event.type === "line-start" ? undefined : attempts.at(-1)
    const state = reduceLine(last?.line, event)
    if (last && state) last.line = state
    else if (state) attempts.push({ line: state, fingerprint })
  }
  return attempts
}

/** What the last attempt that ended has left of a line. */
export async function readEndedLine(
  db: Database,
  blobs: BlobStore,
  run: OfRun,
  line: number,
): Promise<EarlierAttempts | undefined> {
  const ends = "select first_event, last_event from line where run = ? and line = ?"
  const [row] = await db.all<{ first_event: number; last_event: number }>(ends, [run.id, line])
  if (!row) return undefined
  const fold = new AttemptFold()
  const range = { after: seqOf(row.first_event) - 1, until: seqOf(row.last_event), line }
  for await (const event of readEvents(db, blobs, run, range)) fold.add(event)
  return fold.attempts
}
