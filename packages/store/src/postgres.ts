import { MillraceError } from "@internal/schema"
import type { Database, Param, Queries, Row } from "./database.ts"

/** What this file needs of the package `pg`, which is there when PostgreSQL is used. */
interface Client {
  query(query: { text: string; values?: readonly Param[] }): Promise<{ rows: Row[]; rowCount: number | null }>
  release(): void
}
interface Pool {
  connect(): Promise<Client>
  query: Client["query"]
  on(event: "error", listener: (error: Error) => void): void
  end(): Promise<void>
}
interface PgModule {
  default: {
    Pool: new (options: { connectionString: string; types: unknown; max: number }) => Pool
    types: { getTypeParser(oid: number, format?: string): (text: string) => unknown }
  }
}

const INT8 = 20
/** Parameters of one statement; the protocol counts them in 16 bits. */
const MAX_PARAMS = 60_000

/** PostgreSQL by URL. */
export class PostgresDatabase implements Database {
  readonly dialect = "postgres"
  readonly forUpdate = " for update"
  readonly name: string
  readonly #pool: Pool

  private constructor(pool: Pool, name: string) {
    this.#pool = pool
    this.name = name
  }

  static async open(url: string): Promise<PostgresDatabase> {
    const { Pool, types } = (await loadPg()).default
    // counts and ids come as text by default; ours stay below 2^53
    const numbers = (oid: number, format?: string) =>
      oid === INT8 ? Number : types.getTypeParser(oid, format)
    const pool = new Pool({ connectionString: url, types: { getTypeParser: numbers }, max: 8 })
    // a connection that is lost while nobody uses it: the next statement opens another, or says why not
    pool.on("error", () => undefined)
    const name = url.replace(/\/\/([^:/@]*)(:[^@]*)?@/, "//$1@")
    const db = new PostgresDatabase(pool, name)
    try {
      await db.all("select 1")
    } catch (error) {
      await pool.end()
      const reason = error instanceof Error ? error.message || error.constructor.name : String(error)
      const hint = "Check MILLRACE_DATABASE_URL and that the server runs."
      throw new MillraceError(
        "STORE_FAILED",
        { subject: `The store ${name}`, reason, hint },
        { cause: error },
      )
    }
    return db
  }

  all<R extends Row>(sql: string, params?: readonly Param[]): Promise<R[]> {
    return queriesOn(this.#pool).all<R>(sql, params)
  }

  run(sql: string, params?: readonly Param[]): Promise<number> {
    return queriesOn(this.#pool).run(sql, params)
  }

  insert(into: string, rows: readonly (readonly Param[])[]): Promise<void> {
    return this.transaction((tx) => tx.insert(into, rows))
  }

  async transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    try {
      await client.query({ text: "begin" })
      const result = await work(queriesOn(client))
      await client.query({ text: "commit" })
      return result
    } catch (error) {
      await client.query({ text: "rollback" }).catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
  }

  async version(): Promise<number> {
    const sql =
      "select coalesce(sum(xact_commit), 0) as n from pg_stat_database where datname = current_database()"
    const [row] = await this.all<{ n: unknown }>(sql)
    return Number(row?.n ?? 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.end()
  }
}

function queriesOn(client: Pick<Client, "query">): Queries {
  return {
    async all<R extends Row>(sql: string, params?: readonly Param[]): Promise<R[]> {
      const { rows } = await client.query({ text: numbered(sql), values: params })
      // the rows' shape is the statement's
      return rows as R[]
    },
    async run(sql, params) {
      return (await client.query({ text: numbered(sql), values: params })).rowCount ?? 0
    },
    async insert(into, rows) {
      const width = rows[0]?.length ?? 0
      if (width === 0) return
      const step = Math.floor(MAX_PARAMS / width)
      for (let i = 0; i < rows.length; i += step) {
        const part = rows.slice(i, i + step)
        const marks = `(${"?, ".repeat(width).slice(0, -2)})`
        const text = numbered(`${into} values ${part.map(() => marks).join(", ")}`)
        await client.query({ text, values: part.flat() })
      }
    },
  }
}

/** `?` as `$1`, `$2`…; our statements hold no other question mark. */
function numbered(sql: string): string {
  let n = 0
  return sql.replaceAll("?", () => `$${++n}`)
}

async function loadPg(): Promise<PgModule> {
  const name = "pg"
  try {
    return await import(name)
  } catch (cause) {
    const reason = "the package pg is not installed"
    throw new MillraceError(
      "STORE_FAILED",
      { subject: "A PostgreSQL store", reason, hint: "npm install pg" },
      { cause },
    )
  }
}
