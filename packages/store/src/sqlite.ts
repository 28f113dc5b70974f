import { chmodSync, existsSync, mkdirSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { MillraceError } from "@internal/schema"
import type { Database, Param, Queries, Row } from "./database.ts"
import { Mutex } from "./mutex.ts"

export interface SqliteOptions {
  /** `full`: every commit is on disk before it is acknowledged; `normal` survives a kill, not a power cut. */
  durability?: "normal" | "full"
}

/** How long a statement waits for another process that writes. */
const BUSY_MS = 10_000

/** SQLite in WAL mode: one connection that writes, and one that reads beside it, opened on first use. */
export class SqliteDatabase implements Database {
  readonly dialect = "sqlite"
  readonly name: string
  readonly forUpdate = ""
  readonly #writer: Connection
  #reader: Connection | undefined
  readonly #mutex: Mutex

  constructor(path: string, options: SqliteOptions = {}) {
    this.name = path
    this.#mutex = mutexOf(path)
    makeFolder(dirname(path))
    const fresh = !existsSync(path)
    this.#writer = new Connection(path)
    // journal_mode first: it takes a lock only when it changes something
    this.#writer.exec("pragma journal_mode = wal")
    this.#writer.exec(`pragma synchronous = ${options.durability === "full" ? "full" : "normal"}`)
    // a checkpoint waits for the disk: seldom, and then much at once
    this.#writer.exec("pragma wal_autocheckpoint = 4000")
    if (fresh) chmodSync(path, 0o600)
  }

  async all<R extends Row>(sql: string, params?: readonly Param[]): Promise<R[]> {
    this.#reader ??= new Connection(this.name)
    return this.#reader.all<R>(sql, params)
  }

  run(sql: string, params?: readonly Param[]): Promise<number> {
    return this.#mutex.run(async () => this.#writer.run(sql, params))
  }

  insert(into: string, rows: readonly (readonly Param[])[]): Promise<void> {
    return this.transaction((tx) => tx.insert(into, rows))
  }

  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      const writer = this.#writer
      writer.run("begin immediate")
      try {
        const result = await work({
          all: async (sql, params) => writer.all(sql, params),
          run: async (sql, params) => writer.run(sql, params),
          insert: async (into, rows) => writer.insert(into, rows),
        })
        writer.run("commit")
        return result
      } catch (error) {
        writer.rollback()
        throw error
      }
    })
  }

  async version(): Promise<number> {
    const [row] = await this.all<{ data_version: number }>("pragma data_version")
    return row?.data_version ?? 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#mutex.run(async () => {
      this.#reader?.close()
      this.#writer.close()
    })
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const reason = `its folder cannot be made (${(cause as Error).message})`
    const hint = "Check the permissions, or choose another folder with MILLRACE_HOME."
    throw new MillraceError("STORE_FAILED", { subject: `The store ${path}`, reason, hint }, { cause })
  }
}

const mutexes = new Map<string, Mutex>()

/** One for all connections of this process: SQLite's own wait for a lock would stop the very thread that holds it. */
function mutexOf(path: string): Mutex {
  const key = resolve(path)
  const mutex = mutexes.get(key) ?? new Mutex()
  mutexes.set(key, mutex)
  return mutex
}

class Connection {
  readonly #path: string
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(path: string) {
    this.#path = path
    this.#db = this.#guard(() => new DatabaseSync(path, { timeout: BUSY_MS }))
  }

  exec(sql: string): void {
    this.#guard(() => this.#db.exec(sql))
  }

  all<R extends Row>(sql: string, params: readonly Param[] = []): R[] {
    // node:sqlite answers plain rows; their shape is the statement's
    return this.#guard(() => this.#prepare(sql).all(...params) as R[])
  }

  run(sql: string, params: readonly Param[] = []): number {
    return this.#guard(() => Number(this.#prepare(sql).run(...params).changes))
  }

  insert(into: string, rows: readonly (readonly Param[])[]): void {
    const width = rows[0]?.length ?? 0
    if (width === 0) return
    const statement = this.#guard(() => this.#prepare(`${into} values (${"?,".repeat(width).slice(0, -1)})`))
    this.#guard(() => {
      for (const row of rows) statement.run(...row)
    })
  }

  /** After some errors SQLite has rolled back by itself. */
  rollback(): void {
    try {
      if (this.#db.isTransaction) this.#db.exec("rollback")
    } catch {
      // the error that led here says more
    }
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#db.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw explained(error, this.#path)
    }
  }
}

/** Primary result codes of SQLite that say something about the file rather than about the statement. */
const REASONS: { [code: number]: [reason: string, hint: string] } = {
  5: [
    "another process has been writing to it for too long",
    "Wait for it to end, or stop it, and try again.",
  ],
  8: ["it may not be written to", "Check the permissions of the file and its folder."],
  10: ["reading or writing it failed", "Check the disk and the limits on file sizes (ulimit -f)."],
  11: ["the file is damaged", "Restore it from a backup, or move it away to start with an empty store."],
  13: ["the disk is full", "Make room (millrace run delete), and try again; what was written is kept."],
  14: ["it cannot be opened", "Check the permissions of the file and its folder."],
  26: [
    "the file is not a database, or it is damaged",
    "Restore it from a backup, or move it away to start with an empty store.",
  ],
}

function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !("errcode" in error)) return error
  const [reason, hint] = REASONS[Number(error.errcode) & 0xff] ?? []
  if (!reason) return error
  return new MillraceError(
    "STORE_FAILED",
    { subject: `The store ${path}`, reason: `${reason} (${error.message})`, hint },
    { cause: error },
  )
}
