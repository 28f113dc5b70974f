import { rm } from "node:fs/promises"
import { basename } from "node:path"
import {
  AttemptFold,
  type EarlierAttempts,
  type ErrorRecord,
  type LineState,
  type LineStatus,
  MillraceError,
  newRunSummary,
  type RunEvent,
  reduceLine,
  reduceRun,
} from "@internal/schema"
import { type LineStatuses, readAttempts, readEndedLine, readOpenLines, readStatuses } from "./attempts.ts"
import type { BlobStore } from "./blobs.ts"
import { bulkRunError, type RunFailure } from "./bulk-run-error.ts"
import { currentEvents } from "./current-events.ts"
import type { Database, Param, Queries } from "./database.ts"
import { eventId, readEvents, seqOf } from "./event-rows.ts"
import { type LineQuery, type LineRecord, readLines } from "./lines.ts"
import { forgetAnswers } from "./node-cache.ts"
import { currentOwner, ownerText } from "./owner.ts"
import {
  type NewRun,
  type RunKind,
  type RunRecord,
  type RunRow,
  recordOf,
  runNotFound,
  stateOf,
} from "./run-row.ts"
import { encodeSummary } from "./summary-codec.ts"
import { verifyRun } from "./verify-run.ts"

/** A property of runs that were made of a folder that somebody else keeps. */
export const REGISTERED = "__millrace__.registered"
/** Tests of flows that the journal keeps. */
const KEPT_TESTS = 200

export interface RunQuery {
  /** Default 50. */
  limit?: number
  /** Only runs that come after the one with this `id`: the next page. */
  before?: number
  archived?: "only" | "include"
  /** Default `batch`. */
  kind?: RunKind | "any"
  /** Only runs that evaluate this one. */
  run?: string
  /** Only runs whose property `group` is this. */
  group?: string
  /** Only runs of the flow in this folder. */
  flowPath?: string
}
/** `cancel`: end what is in flight; `stop`: now; `pause`: as `cancel`, to go on later. */
export type Asked = "cancel" | "stop" | "pause"

export interface RunChanges {
  displayName?: string
  description?: string
  tags?: Record<string, string>
  /** Merged into those there are. */
  properties?: Record<string, unknown>
  outputPath?: string
}

/** The runs of a store: rows that describe them, and what is folded from their events. */
export class RunStore {
  readonly #db: Database
  readonly #blobs: BlobStore

  constructor(db: Database, blobs: BlobStore) {
    this.#db = db
    this.#blobs = blobs
  }

  /** Rejects with `RUN_EXISTS` when the name is taken. The run belongs to this process until it is claimed. */
  async create(run: NewRun): Promise<RunRecord> {
    const row: Omit<RunRow, "id"> = {
      name: run.name,
      kind: run.kind,
      state: "running",
      created: run.createdAt ?? Date.now(),
      archived: 0,
      display_name: run.displayName ?? run.name,
      description: run.description ?? null,
      tags: run.tags ? JSON.stringify(run.tags) : null,
      properties: JSON.stringify(run.properties ?? {}),
      flow_name: run.flowName,
      flow_path: run.flowPath,
      data: run.data ?? null,
      referenced: run.run ?? null,
      output_path: run.outputPath ?? null,
      owner: JSON.stringify(currentOwner()),
      folded: 0,
      summary: encodeSummary(newRunSummary()),
    }
    const columns = Object.keys(row)
    const marks = columns.map(() => "?").join(", ")
    const sql = `insert into run (${columns.join(", ")}) values (${marks}) on conflict do nothing returning id`
    // every column is a text, a number or null
    const values = Object.values(row) as Param[]
    return this.#db.transaction(async (tx) => {
      const [made] = await tx.all<{ id: number }>(sql, values)
      if (!made) throw new MillraceError("RUN_EXISTS", { name: run.name })
      if (run.kind === "test" && made.id % 20 === 0) await forgetOldTests(tx)
      return recordOf({ ...row, id: made.id } as RunRow)
    })
  }

  async find(name: string): Promise<RunRecord | undefined> {
    const [row] = await this.#db.all<RunRow>("select * from run where name = ?", [name])
    return row && this.#upToDate(row)
  }

  /** Rejects with `RUN_NOT_FOUND`. */
  async get(name: string): Promise<RunRecord> {
    const record = await this.find(name)
    if (!record) throw await runNotFound(this.#db, name)
    return record
  }

  /** Newest first. */
  async list(query: RunQuery = {}): Promise<RunRecord[]> {
    const { kind = "batch" } = query
    const where = kind === "any" ? ["1 = 1"] : ["kind = ?"]
    const params: Param[] = kind === "any" ? [] : [kind]
    if (query.archived !== "include") {
      where.push("archived = ?")
      params.push(query.archived === "only" ? 1 : 0)
    }
    if (query.run !== undefined) {
      where.push("referenced = ?")
      params.push(query.run)
    }
    if (query.flowPath !== undefined) {
      where.push("flow_path = ?")
      params.push(query.flowPath)
    }
    if (query.group !== undefined) {
      const position = this.#db.dialect === "sqlite" ? "instr" : "strpos"
      where.push(`${position}(properties, ?) > 0`)
      params.push(`"group":${JSON.stringify(query.group)}`)
    }
    if (query.before !== undefined) {
      where.push("(created, id) < (select created, id from run where id = ?)")
      params.push(query.before)
    }
    const sql = `select * from run where ${where.join(" and ")} order by created desc, id desc limit ?`
    const rows = await this.#db.all<RunRow>(sql, [...params, query.limit ?? 50])
    return Promise.all(rows.map((row) => this.#upToDate(row)))
  }

  async update(name: string, changes: RunChanges): Promise<RunRecord> {
    const { properties } = changes.properties ? await this.get(name) : { properties: {} }
    const columns: { [column: string]: Param | undefined } = {
      display_name: changes.displayName,
      description: changes.description,
      tags: changes.tags && JSON.stringify(changes.tags),
      properties: changes.properties && JSON.stringify({ ...properties, ...changes.properties }),
      output_path: changes.outputPath,
    }
    return this.#set(name, columns)
  }

  archive(name: string): Promise<RunRecord> {
    return this.#set(name, { archived: 1 })
  }

  restore(name: string): Promise<RunRecord> {
    return this.#set(name, { archived: 0 })
  }

  /** Removes a run with its events, its folder and the values that only it has. `RUN_OPERATION` while it runs. */
  async delete(name: string): Promise<void> {
    const run = await this.get(name)
    if (run.state === "running" && run.owner) {
      const reason = `Run ${name} is being written by ${ownerText(run.owner)} and cannot be deleted`
      throw new MillraceError("RUN_OPERATION", { reason }, { hint: "Stop it first." })
    }
    await this.#db.transaction((tx) => forget(tx, [run.id]))
    const used = await this.#db.all<{ name: string }>("select distinct name from blob_use")
    this.#blobs.sweep(new Set(used.map((row) => row.name)))
    // only a folder that carries the run's name, and was not there before it, is surely the run's own
    if (run.outputPath && basename(run.outputPath) === name && !run.properties[REGISTERED]) {
      await rm(run.outputPath, { recursive: true, force: true })
    }
  }

  /** Ended lines in order of their numbers, a page at a time. */
  async lines(name: string, query: LineQuery = {}): Promise<LineRecord[]> {
    return readLines(this.#db, this.#blobs, await this.#row(name), query)
  }

  /** Everything about one line, `null` being the aggregation stage; undefined when the run has no such line. */
  async line(name: string, line: number | null): Promise<LineState | undefined> {
    let state: LineState | undefined
    for await (const event of this.lineEvents(name, line)) state = reduceLine(state, event)
    return state
  }

  /** What attempts at the aggregation stage have left. */
  async stage(name: string): Promise<EarlierAttempts | undefined> {
    const fold = new AttemptFold()
    for await (const event of this.lineEvents(name, null)) fold.add(event)
    return fold.attempts
  }

  /** The events of one line, `null` being the aggregation stage. */
  async *lineEvents(name: string, line: number | null): AsyncGenerator<RunEvent> {
    const run = await this.#row(name)
    const ends = "select first_event, last_event from line where run = ? and line = ?"
    const [ended] =
      line === null
        ? []
        : await this.#db.all<{ first_event: number; last_event: number }>(ends, [run.id, line])
    const range = ended ? { after: seqOf(ended.first_event) - 1, until: seqOf(ended.last_event) } : {}
    yield* readEvents(this.#db, this.#blobs, run, { ...range, line })
  }

  /** Asks the process that writes the run for something. `RUN_STATUS` when nobody writes it. */
  async ask(name: string, what: Asked): Promise<void> {
    const { state } = await this.get(name)
    if (state !== "running")
      throw new MillraceError("RUN_STATUS", { name, status: state, reason: "it is not running" })
    await this.#db.run("update run set asked = ? where name = ?", [what, name])
  }

  /** What was asked of the process that writes the run. */
  async asked(name: string): Promise<Asked | undefined> {
    const [row] = await this.#db.all<{ asked: Asked | null }>("select asked from run where name = ?", [name])
    return row?.asked ?? undefined
  }

  /** How each ended line has ended. */
  async statuses(name: string): Promise<LineStatuses> {
    return readStatuses(this.#db, await this.#row(name))
  }

  /** Lines that have begun and not ended, with what their attempts have left. */
  async openLines(name: string): Promise<Map<number, EarlierAttempts>> {
    return readOpenLines(this.#db, this.#blobs, await this.#row(name))
  }

  /** Every attempt at a line in order, with what the run was made of then. */
  async attempts(name: string, line: number): ReturnType<typeof readAttempts> {
    return readAttempts(this.#db, this.#blobs, await this.#row(name), line)
  }

  /** What the last attempt that ended has left of a line. */
  async endedLine(name: string, line: number): Promise<EarlierAttempts | undefined> {
    return readEndedLine(this.#db, this.#blobs, await this.#row(name), line)
  }

  /** The events of a run as if each of its lines had run once. */
  async *currentEvents(name: string): AsyncGenerator<RunEvent> {
    yield* currentEvents(this.#db, this.#blobs, await this.#row(name))
  }

  /** What `error.json` holds (spec 11.6): every line and aggregation node that failed; null when none did. */
  async error(name: string): Promise<ErrorRecord | null> {
    return this.errorOf(await this.get(name))
  }

  /** The same of a run that has been read. */
  async errorOf({ name, summary }: Pick<RunRecord, "name" | "summary">): Promise<ErrorRecord | null> {
    const { failed, crashed, cancelled } = summary.counts
    if (failed + crashed + cancelled === 0) return bulkRunError(summary, [])
    const failures: RunFailure[] = []
    const status: LineStatus[] = ["failed", "crashed", "cancelled"]
    for (let after = -1; ; ) {
      const page = await this.lines(name, { after, status, limit: 500, values: false })
      for (const { line, error } of page) if (error) failures.push({ line_number: line, error })
      if (page.length < 500) break
      after = page.at(-1)?.line ?? after
    }
    return bulkRunError(summary, failures)
  }

  /** Folds the events again and answers where the tables differ, in words; empty when all is well. */
  async verify(name: string): Promise<string[]> {
    return verifyRun(this.#db, this.#blobs, await this.#row(name))
  }

  async #row(name: string): Promise<{ id: number; name: string }> {
    const [row] = await this.#db.all<{ id: number }>("select id from run where name = ?", [name])
    if (!row) throw await runNotFound(this.#db, name)
    return { id: row.id, name }
  }

  /** The row of a run that goes on lags behind its events. */
  async #upToDate(row: RunRow): Promise<RunRecord> {
    const record = recordOf(row)
    if (record.summary.state !== "running") return record
    for await (const event of readEvents(this.#db, this.#blobs, record, { after: row.folded })) {
      reduceRun(record.summary, event)
    }
    record.state = stateOf(record.summary, record.owner)
    return record
  }

  async #set(name: string, columns: { [column: string]: Param | undefined }): Promise<RunRecord> {
    const changed = Object.entries(columns).filter(
      (entry): entry is [string, Param] => entry[1] !== undefined,
    )
    if (changed.length > 0) {
      const sets = changed.map(([column]) => `${column} = ?`).join(", ")
      const values = changed.map(([, value]) => value)
      await this.#db.run(`update run set ${sets} where name = ?`, [...values, name])
    }
    return this.get(name)
  }
}

async function forgetOldTests(tx: Queries): Promise<void> {
  const sql =
    "select id from run where kind = 'test' and state <> 'running' order by id desc limit 100 offset ?"
  const old = await tx.all<{ id: number }>(sql, [KEPT_TESTS])
  await forget(
    tx,
    old.map((row) => row.id),
  )
}

async function forget(tx: Queries, runs: number[]): Promise<void> {
  for (const id of runs) {
    await forgetAnswers(tx, { from: eventId(id, 0), to: eventId(id + 1, 0) })
    await tx.run("delete from event where id > ? and id < ?", [eventId(id, 0), eventId(id + 1, 0)])
    await tx.run("delete from line where run = ?", [id])
    await tx.run("delete from blob_use where run = ?", [id])
    await tx.run("delete from run where id = ?", [id])
  }
}
