import type { Json } from "@internal/value"
import type { BlobStore } from "./blobs.ts"
import type { Database, Param, Queries } from "./database.ts"
import { type EventRow, eventOf } from "./event-rows.ts"

/** Where the answer to a key is: no answer is kept twice. */
const ENTRY = "insert into node_answer (answer_key, event, bytes, at)"
/** Entries that are dropped at a time. */
const DROPPED = 1000

export interface CacheState {
  entries: number
  /** Of the answers, in the journal. */
  bytes: number
  /** Milliseconds since the epoch. */
  oldest: number | null
}

/** An index from keys of node answers to events of the journal (contracts.md, Cache). Clearing it deletes no answer. */
export class NodeAnswers {
  readonly #db: Database
  readonly #blobs: BlobStore

  constructor(db: Database, blobs: BlobStore) {
    this.#db = db
    this.#blobs = blobs
  }

  /** The answer under this key; one whose run was deleted is none. */
  async get(key: string): Promise<Json | undefined> {
    const sql = `select e.id, e.at, e.body from node_answer a join event e on e.id = a.event where a.answer_key = ?`
    const [row] = await this.#db.all<EventRow>(sql, [key])
    if (!row) return undefined
    const event = eventOf(row, "", this.#blobs)
    return event.type === "node-end" ? event.output : undefined
  }

  async state(): Promise<CacheState> {
    const sql = "select count(*) as entries, sum(bytes) as bytes, min(at) as oldest from node_answer"
    const [row] = await this.#db.all<{ entries: number; bytes: number | null; oldest: number | null }>(sql)
    return { entries: Number(row?.entries ?? 0), bytes: Number(row?.bytes ?? 0), oldest: row?.oldest ?? null }
  }

  /** Forgets where every answer is. Answers how many that were. */
  async clear(): Promise<number> {
    return this.#db.run("delete from node_answer")
  }

  /** Forgets the oldest until answers take no more than `bytes`. */
  async trim(bytes: number): Promise<void> {
    for (;;) {
      const { entries, bytes: taken } = await this.state()
      if (taken <= bytes || entries === 0) return
      const oldest = `select answer_key from node_answer order by at limit ${DROPPED}`
      await this.#db.run(`delete from node_answer where answer_key in (${oldest})`)
    }
  }
}

/** Notes where answers are; a newer answer takes the place of an older one. */
export async function noteAnswers(
  tx: Queries,
  answers: readonly { key: string; event: number; bytes: number; at: number }[],
): Promise<void> {
  const last = new Map(answers.map((answer) => [answer.key, answer]))
  for (const { key } of last.values()) await tx.run("delete from node_answer where answer_key = ?", [key])
  const rows = Array.from(last.values(), ({ key, event, bytes, at }): Param[] => [key, event, bytes, at])
  if (rows.length > 0) await tx.insert(ENTRY, rows)
}

/** Forgets the answers of a run that is deleted. */
export async function forgetAnswers(tx: Queries, events: { from: number; to: number }): Promise<void> {
  await tx.run("delete from node_answer where event > ? and event < ?", [events.from, events.to])
}
