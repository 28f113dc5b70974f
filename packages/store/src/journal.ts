import type { Journal, Owner, RunEvent, Writer } from "@internal/schema"
import type { BlobStore } from "./blobs.ts"
import type { Database } from "./database.ts"
import { readEvents } from "./event-rows.ts"
import { runNotFound } from "./run-row.ts"
import { RunWriter } from "./run-writer.ts"

/** The append-only events of every run. */
export class StoreJournal implements Journal {
  readonly #db: Database
  readonly #blobs: BlobStore
  readonly #writers = new Set<RunWriter>()

  constructor(db: Database, blobs: BlobStore) {
    this.#db = db
    this.#blobs = blobs
  }

  /**
   * Makes `owner` the one writer of a run. Refused with `RUN_TAKEN_OVER` (data: run, owner) while the process that
   * writes it lives; a writer whose run was claimed by another finds out at its next append, by the same code.
   * `committed` gets the events of each transaction in order, before the appends that made it resolve.
   */
  async claim(run: string, owner: Owner, committed?: (events: RunEvent[]) => void): Promise<Writer> {
    const writer = await RunWriter.claim(this.#db, this.#blobs, run, owner, {
      committed,
      closed: () => this.#writers.delete(writer),
    })
    this.#writers.add(writer)
    return writer
  }

  async *read(run: string, after = 0): AsyncGenerator<RunEvent> {
    const [row] = await this.#db.all<{ id: number }>("select id from run where name = ?", [run])
    if (!row) throw await runNotFound(this.#db, run)
    yield* readEvents(this.#db, this.#blobs, { id: row.id, name: run }, { after })
  }

  /** Writes what is still waiting. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#writers, (writer) => writer.close().catch(() => undefined)))
  }
}
