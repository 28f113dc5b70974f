import { join } from "node:path"
import { BlobStore } from "./blobs.ts"
import { ConnectionStore } from "./connections.ts"
import type { Database } from "./database.ts"
import { ExperimentStore } from "./experiments.ts"
import { StoreJournal } from "./journal.ts"
import { LimitStore } from "./limits.ts"
import { migrate } from "./migrations.ts"
import { NodeAnswers } from "./node-cache.ts"
import { RunStore } from "./runs.ts"
import { type SecretBox, secretBox } from "./secret-box.ts"
import { SqliteDatabase } from "./sqlite.ts"

export interface StoreOptions {
  /** Folder of the database, the blobs and the key; made when it is not there. */
  home: string
  /** `postgres://…` instead of the file in `home`. */
  url?: string
  /** `full`: on disk before it is acknowledged, at the price of speed. Default `normal`: survives a kill. */
  durability?: "normal" | "full"
  /** Default `process.env`. */
  env?: { [name: string]: string | undefined }
}

/** Everything that Millrace keeps. */
export interface Store extends AsyncDisposable {
  readonly home: string
  readonly journal: StoreJournal
  readonly runs: RunStore
  readonly connections: ConnectionStore
  readonly experiments: ExperimentStore
  readonly answers: NodeAnswers
  readonly limits: LimitStore
  /** Encrypts with the store's key, which is read or made at the first call. */
  secretBox(): SecretBox
  /** Changes whenever another process has written something: what a follower looks at before it reads. */
  version(): Promise<number>
  close(): Promise<void>
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const db = await openDatabase(options)
  try {
    await migrate(db)
  } catch (error) {
    await db[Symbol.asyncDispose]()
    throw error
  }
  return storeOver(db, options)
}

async function openDatabase({ home, url, durability }: StoreOptions): Promise<Database> {
  if (url) {
    const { PostgresDatabase } = await import("./postgres.ts")
    return PostgresDatabase.open(url)
  }
  return new SqliteDatabase(join(home, "millrace.sqlite"), { durability })
}

function storeOver(db: Database, { home, durability, env = process.env }: StoreOptions): Store {
  const blobs = new BlobStore(join(home, "blobs"), { durable: durability === "full" })
  const journal = new StoreJournal(db, blobs)
  let box: SecretBox | undefined
  const openedBox = () => {
    box ??= secretBox(home, env)
    return box
  }
  let closing: Promise<void> | undefined
  const close = async () => {
    await journal.close()
    await db[Symbol.asyncDispose]()
  }
  return {
    home,
    journal,
    runs: new RunStore(db, blobs),
    connections: new ConnectionStore(db, openedBox),
    secretBox: openedBox,
    experiments: new ExperimentStore(db),
    answers: new NodeAnswers(db, blobs),
    limits: new LimitStore(db),
    version: () => db.version(),
    close() {
      closing ??= close()
      return closing
    },
    [Symbol.asyncDispose]() {
      return this.close()
    },
  }
}
