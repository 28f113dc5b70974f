import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { type Connection, MillraceError, toMillraceError } from "@internal/schema"
import type { ImportedItem, ImportOptions, ImportReport } from "../api/import.ts"
import type { Context } from "../context.ts"
import { registerRun } from "../runs/register-run.ts"
import { encryptionKeys } from "./encryption-key.ts"
import { type ConnectionRow, storedConnection } from "./stored-connections.ts"
import { type RunInfoRow, storedRun } from "./stored-runs.ts"

/**
 * Takes over connections and runs of a home of the original (`~/.promptflow`, spec 7.4, 8.1). Its files are only read;
 * run folders stay where they are. What has a name that is taken is left out and told, so it can be done again.
 */
export async function importPromptflow(context: Context, options: ImportOptions): Promise<ImportReport> {
  const home = resolve(context.places.cwd, options.from ?? context.places.pfHome)
  const file = join(home, "pf.sqlite")
  if (!existsSync(file)) {
    throw new MillraceError(
      "FILE_NOT_FOUND",
      { path: file, reason: "It should be prompt flow's store." },
      { hint: "Give its folder with --from, or PF_HOME_DIRECTORY." },
    )
  }
  const all = !options.connections && !options.runs
  const items: ImportedItem[] = []
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    if (options.connections || all) await connections(db, { context, options, items })
    if (options.runs || all) await runs(db, { context, options, items, home })
  } finally {
    db.close()
  }
  return { from: home, dryRun: options.dryRun ?? false, items }
}

interface Work {
  context: Context
  options: ImportOptions
  items: ImportedItem[]
}

async function connections(db: DatabaseSync, { context, options, items }: Work): Promise<void> {
  const store = await context.store()
  const found = rowsOf<ConnectionRow>(db, "connection", "createdDate")
  const keys = options.key === undefined ? foundKeys(context) : [options.key.trim()]
  for (const row of found) {
    const name = row.connectionName
    const item = (state: ImportedItem["state"], reason?: string) =>
      items.push({ kind: "connection", name, state, ...(reason !== undefined && { reason }) })
    try {
      const connection = storedConnection(row, keys)
      const existing = await store.connections.get(name)
      if (existing) {
        const same = isSame(existing, connection)
        item(same ? "present" : "taken", same ? undefined : "another connection has this name")
        continue
      }
      if (!options.dryRun) await store.connections.put(connection)
      item("imported")
    } catch (thrown) {
      const { message, hint } = toMillraceError(thrown)
      item("failed", [message, hint].filter(Boolean).join(" "))
    }
  }
}

/** Looked for once, and no further than until one fits. */
function foundKeys(context: Context): Iterable<string> {
  const known: string[] = []
  const rest = encryptionKeys(context.places)
  return {
    *[Symbol.iterator]() {
      yield* known
      for (let next = rest.next(); !next.done; next = rest.next()) {
        known.push(next.value.key)
        yield next.value.key
      }
    },
  }
}

function isSame(a: Connection, b: Connection): boolean {
  const text = ({ type, configs, secrets }: Connection) =>
    JSON.stringify([type, Object.entries(configs).sort(), Object.entries(secrets).sort()])
  return text(a) === text(b)
}

async function runs(
  db: DatabaseSync,
  { context, options, items, home }: Work & { home: string },
): Promise<void> {
  const store = await context.store()
  for (const row of rowsOf<RunInfoRow>(db, "run_info", "created_on")) {
    const { name } = row
    const item = (state: ImportedItem["state"], reason?: string) =>
      items.push({ kind: "run", name, state, ...(reason !== undefined && { reason }) })
    try {
      const { folder, archived, isRunning, metadata } = storedRun(row, home)
      const existing = await store.runs.find(name)
      if (existing) {
        const same = existing.outputPath === folder
        item(same ? "present" : "taken", same ? undefined : "another run has this name")
      } else if (isRunning) item("left", `it is ${row.status}`)
      else if (!existsSync(folder)) item("left", `its folder ${folder} is gone`)
      else {
        if (!options.dryRun) {
          await registerRun(context, { folder, name }, metadata)
          if (archived) await store.runs.archive(name)
        }
        item("imported")
      }
    } catch (thrown) {
      item("failed", toMillraceError(thrown).message)
    }
  }
}

function rowsOf<Row>(db: DatabaseSync, table: string, order: string): Row[] {
  const known = db.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table)
  if (!known) return []
  // columns as in the original's schema (spec 8.1)
  return db.prepare(`select * from "${table}" order by "${order}"`).all() as unknown as Row[]
}
