import {
  addUsage,
  EVENT_VERSION,
  encodeEvent,
  type LineEnd,
  MillraceError,
  type NewEvent,
  newUsage,
  type Owner,
  type RunEvent,
  type RunSummary,
  reduceRun,
  type Usage,
  type Writer,
} from "@internal/schema"
import type { BlobStore } from "./blobs.ts"
import type { Database, Param, Queries } from "./database.ts"
import { eventId, readEvents, seqOf } from "./event-rows.ts"
import { noteAnswers } from "./node-cache.ts"
import { isAlive, ownerText } from "./owner.ts"
import { runNotFound } from "./run-row.ts"
import { decodeSummary, encodeSummary } from "./summary-codec.ts"

/** Texts longer than this live in the blob store. */
const INLINE_LIMIT = 16 * 1024
/** Rows of one transaction. */
const MAX_ROWS = 1000
/** Lines in flight from which a commit waits for one more turn of the event loop. */
const MANY_OPEN = 8
/** How far the fold in the run's row may lag behind the events of a run that goes on; readers fold the rest. */
const FOLD_EVERY_MS = 100

interface Pending {
  events: RunEvent[]
  resolve(): void
  reject(reason: unknown): void
}
interface WriterListener {
  committed?(events: RunEvent[]): void
  closed(): void
}
interface OpenLine {
  attempt: number
  first: number
  /** First event of the attempts that did not end. */
  since: number
  started: number
  usage: Usage
}
interface ClaimedRow extends Record<string, unknown> {
  id: number
  owner: string | null
  epoch: number
  folded: number
  open_seq: number
  summary: string
}

const EVENTS = "insert into event (id, line, at, body)"
const BLOB_USES = "insert into blob_use (run, name) values (?, ?) on conflict do nothing"
const LINES = `insert into line (run, line, status, attempt, first_event, last_event, started, duration,
  prompt_tokens, completion_tokens, total_tokens)`
/** Places in a row of it. */
const LINE = 1
const ATTEMPT = 3

/**
 * The one writer of a run. What is appended in one turn of the event loop, or two, is one transaction, which also checks that
 * nobody else has claimed the run and brings the tables up to date. After a failure it accepts nothing more.
 */
export class RunWriter implements Writer {
  readonly #db: Database
  readonly #blobs: BlobStore
  readonly #run: { id: number; name: string }
  readonly #epoch: number
  readonly #summary: RunSummary
  readonly #open = new Map<number, OpenLine>()
  readonly #listener: WriterListener
  #seq: number
  #at = 0
  #folded: number
  #foldedAt = 0
  #queue: Pending[] = []
  #flushing: Promise<void> | undefined
  #failure: unknown

  private constructor(
    db: Database,
    blobs: BlobStore,
    run: { name: string; row: ClaimedRow; seq: number },
    listener: WriterListener,
  ) {
    this.#db = db
    this.#blobs = blobs
    this.#run = { id: run.row.id, name: run.name }
    this.#epoch = run.row.epoch + 1
    this.#summary = decodeSummary(run.row.summary)
    this.#folded = run.row.folded
    this.#seq = run.seq
    this.#listener = listener
  }

  static async claim(
    db: Database,
    blobs: BlobStore,
    name: string,
    owner: Owner,
    listener: WriterListener,
  ): Promise<RunWriter> {
    const claimed = await db.transaction(async (tx) => {
      const columns = "id, owner, epoch, folded, open_seq, summary"
      const [row] = await tx.all<ClaimedRow>(`select ${columns} from run where name = ?${db.forUpdate}`, [
        name,
      ])
      if (!row) throw await runNotFound(tx, name)
      const holder: Owner | undefined = row.owner ? JSON.parse(row.owner) : undefined
      // epoch 0: made by its owner, and not written by anyone yet
      if (row.epoch > 0 && holder && isAlive(holder)) throw takenOver(name, holder)
      await tx.run("update run set owner = ?, epoch = ?, state = 'running', asked = null where id = ?", [
        JSON.stringify(owner),
        row.epoch + 1,
        row.id,
      ])
      return { row, seq: row.epoch === 0 ? 0 : await lastSeq(tx, row.id) }
    })
    const writer = new RunWriter(db, blobs, { name, ...claimed }, listener)
    if (claimed.seq > 0) await writer.#catchUp(claimed.row.open_seq)
    return writer
  }

  /** Takes up a run that has events: folds what its row lacks and finds the lines that have not ended. */
  async #catchUp(openSeq: number): Promise<void> {
    const from = Math.min(this.#folded, openSeq - 1)
    for await (const event of readEvents(this.#db, this.#blobs, this.#run, { after: from })) {
      if (event.seq > this.#folded) reduceRun(this.#summary, event)
      this.#at = Math.max(this.#at, event.at)
      this.#follow(event)
    }
    this.#folded = this.#seq
  }

  append(events: (NewEvent & { at?: number })[]): Promise<void> {
    if (this.#failure === undefined && events.length === 0) return Promise.resolve()
    const written = this.#failure === undefined ? this.#queued(events) : Promise.reject(this.#failure)
    written.catch(() => {}) // told to those who wait for it, and again to whoever appends next
    return written
  }

  #queued(events: (NewEvent & { at?: number })[]): Promise<void> {
    const stamped = events.map((event) => this.#stamp(event))
    return new Promise((resolve, reject) => {
      this.#queue.push({ events: stamped, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  /** Lets go of the run once everything appended is written. */
  async close(): Promise<void> {
    await this.#flushing
    this.#listener.closed()
    if (this.#failure !== undefined) return
    this.#failure = new MillraceError("INTERNAL", { detail: `the writer of run ${this.#run.name} is closed` })
    await this.#db.transaction(async (tx) => {
      if (this.#folded < this.#seq) await this.#writeFold(tx)
      await tx.run("update run set owner = null where id = ? and epoch = ?", [this.#run.id, this.#epoch])
    })
  }

  #stamp(event: NewEvent & { at?: number }): RunEvent {
    // never before the last: what is folded relies on the order
    this.#at = Math.max(this.#at, Date.now())
    return { v: EVENT_VERSION, run: this.#run.name, seq: ++this.#seq, at: this.#at, ...event }
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      await turn()
      // many lines: what the next turn brings goes with it, and a commit less is worth more than the wait
      if (this.#open.size >= MANY_OPEN) await turn()
      const batch = this.#take()
      try {
        const events = batch.flatMap((pending) => pending.events)
        await this.#db.transaction((tx) => this.#write(tx, events))
        this.#listener.committed?.(events)
        for (const pending of batch) pending.resolve()
      } catch (error) {
        this.#failure = error
        for (const pending of [...batch, ...this.#queue.splice(0)]) pending.reject(error)
      }
    }
    this.#flushing = undefined
  }

  /** Whole appends, up to the limit of rows; at least one. */
  #take(): Pending[] {
    let rows = 0
    let n = 0
    for (const pending of this.#queue) {
      rows += pending.events.length
      if (n > 0 && rows > MAX_ROWS) break
      n++
    }
    return this.#queue.splice(0, n)
  }

  async #write(tx: Queries, events: RunEvent[]): Promise<void> {
    const held = `select owner from run where id = ? and epoch = ?${this.#db.forUpdate}`
    const [row] = await tx.all(held, [this.#run.id, this.#epoch])
    if (!row) throw await this.#lost(tx)
    const rows: Param[][] = []
    const lines: Param[][] = []
    const blobs: string[] = []
    const answers: Parameters<typeof noteAnswers>[1][number][] = []
    const spill = (text: string) => {
      if (text.length <= INLINE_LIMIT) return undefined
      const name = this.#blobs.put(text)
      blobs.push(name)
      return name
    }
    let ends = false
    for (const event of events) {
      const line = "line" in event ? event.line : null
      rows.push([eventId(this.#run.id, event.seq), line, event.at, encodeEvent(event, spill, true)])
      reduceRun(this.#summary, event)
      const open = this.#follow(event)
      if (event.type === "node-end" && event.shared && event.key !== undefined && event.cache !== "hit") {
        const place = eventId(this.#run.id, event.seq)
        answers.push({ key: event.key, event: place, bytes: event.output.text.length, at: event.at })
      }
      if (event.type === "line-end" && open) lines.push(this.#lineRow(event, open))
      if (event.type === "run-start" || event.type === "run-end") ends = true
    }
    await tx.insert(EVENTS, rows)
    await this.#writeLines(tx, lines)
    if (answers.length > 0) await noteAnswers(tx, answers)
    for (const name of blobs) await tx.run(BLOB_USES, [this.#run.id, name])
    if (ends || Date.now() - this.#foldedAt >= FOLD_EVERY_MS) await this.#writeFold(tx, events.at(-1)?.seq)
  }

  /** A line that ran before has a row already. */
  async #writeLines(tx: Queries, lines: Param[][]): Promise<void> {
    const last = new Map(lines.map((row) => [row[LINE], row]))
    for (const row of last.values()) {
      if (row[ATTEMPT] !== 1) await tx.run("delete from line where run = ? and line = ?", row.slice(0, 2))
    }
    await tx.insert(LINES, Array.from(last.values()))
  }

  async #writeFold(tx: Queries, seq = this.#seq): Promise<void> {
    const since = Array.from(this.#open.values(), (line) => line.since)
    await tx.run("update run set state = ?, summary = ?, folded = ?, open_seq = ? where id = ?", [
      this.#summary.state,
      encodeSummary(this.#summary),
      seq,
      since.length > 0 ? Math.min(...since) : seq + 1,
      this.#run.id,
    ])
    this.#folded = seq
    this.#foldedAt = Date.now()
  }

  /** Keeps the lines in flight; answers the line that an event ended. */
  #follow(event: RunEvent): OpenLine | undefined {
    if (!("line" in event) || event.line === null) return undefined
    const open = this.#open.get(event.line)
    if (event.type === "line-start") {
      const since = open?.since ?? event.seq
      this.#open.set(event.line, {
        attempt: event.attempt,
        first: event.seq,
        since,
        started: event.at,
        usage: newUsage(),
      })
    } else if (event.type === "node-end" && open) {
      addUsage(open.usage, event.usage)
    } else if (event.type === "line-end") {
      this.#open.delete(event.line)
    }
    return open
  }

  #lineRow(event: LineEnd & RunEvent, open: OpenLine): Param[] {
    const { id } = this.#run
    const { prompt_tokens, completion_tokens, total_tokens } = open.usage
    return [
      id,
      event.line,
      event.status,
      open.attempt,
      eventId(id, open.first),
      eventId(id, event.seq),
      open.started,
      event.duration,
      prompt_tokens,
      completion_tokens,
      total_tokens,
    ]
  }

  async #lost(tx: Queries): Promise<MillraceError> {
    const [row] = await tx.all<{ owner: string | null }>("select owner from run where id = ?", [this.#run.id])
    if (!row) return runNotFound(tx, this.#run.name)
    return takenOver(this.#run.name, row.owner ? JSON.parse(row.owner) : undefined)
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function lastSeq(tx: Queries, run: number): Promise<number> {
  const sql = "select max(id) as id from event where id > ? and id < ?"
  const [row] = await tx.all<{ id: number | null }>(sql, [eventId(run, 0), eventId(run + 1, 0)])
  return row?.id ? seqOf(row.id) : 0
}

function takenOver(run: string, owner: Owner | undefined): MillraceError {
  const data = { run, owner: owner ? ownerText(owner) : "nobody" }
  return new MillraceError("RUN_TAKEN_OVER", data, {
    hint: "One process writes a run: wait until it ends, or stop it.",
  })
}
