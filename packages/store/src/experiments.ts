import { MillraceError, nearest, type Owner } from "@internal/schema"
import type { Database, Param, Queries } from "./database.ts"
import { currentOwner, isAlive, ownerText } from "./owner.ts"

export type ExperimentStatus = "NotStarted" | "Queuing" | "InProgress" | "Terminated"
export type NodeRunStatus = "NotStarted" | "Queuing" | "InProgress" | "Completed" | "Failed" | "Canceled"

/** One execution of a node; `snapshot` is the hash of all that decides its result. */
export interface ExperimentNodeRun {
  node: string
  run: string
  status: NodeRunStatus
  snapshot: string
}

export interface ExperimentRecord {
  name: string
  /** Milliseconds since the epoch. */
  createdAt: number
  /** `Terminated` when the process that ran it is gone. */
  status: ExperimentStatus
  archived: boolean
  /** Where its snapshots, logs and runs are. */
  folder: string
  /** Path of the template that it was made from. */
  template: string
  /** The template with absolute paths, as JSON text. */
  definition: string
  nodeRuns: ExperimentNodeRun[]
  /** Times it was started. */
  attempts: number
  startedAt: number | null
  endedAt: number | null
  owner: Owner | null
  /** Somebody asked it to stop. */
  stopping: boolean
}

export type NewExperiment = Pick<ExperimentRecord, "name" | "folder" | "template" | "definition">

interface Row extends Record<string, unknown> {
  name: string
  created: number
  status: ExperimentStatus
  archived: number
  folder: string
  template: string
  definition: string
  node_runs: string
  attempts: number
  started: number | null
  ended: number | null
  owner: string | null
  stopping: number
}

/** Experiments and what became of their nodes. The runs themselves are runs like any other. */
export class ExperimentStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Rejects with `EXPERIMENT_EXISTS`. */
  async create({ name, folder, template, definition }: NewExperiment): Promise<ExperimentRecord> {
    const made = await this.#db.all<{ name: string }>(
      `insert into experiment (name, created, status, folder, template, definition, node_runs)
       values (?, ?, 'NotStarted', ?, ?, ?, '[]') on conflict do nothing returning name`,
      [name, Date.now(), folder, template, definition],
    )
    if (made.length === 0) throw new MillraceError("EXPERIMENT_EXISTS", { name })
    return this.get(name)
  }

  /** Rejects with `EXPERIMENT_NOT_FOUND`. */
  async get(name: string): Promise<ExperimentRecord> {
    return getFrom(this.#db, name)
  }

  /** Newest first. */
  async list(query: { limit?: number; archived?: "only" | "include" } = {}): Promise<ExperimentRecord[]> {
    const where = query.archived === "include" ? "1 = 1" : `archived = ${query.archived === "only" ? 1 : 0}`
    const sql = `select * from experiment where ${where} order by created desc, name desc limit ?`
    const rows = await this.#db.all<Row>(sql, [query.limit ?? 1_000_000])
    return rows.map(recordOf)
  }

  /** The running one that was made from this template, else the newest; undefined if there is none. */
  async findByTemplate(template: string): Promise<ExperimentRecord | undefined> {
    const sql = "select * from experiment where template = ? order by created desc, name desc"
    const records = (await this.#db.all<Row>(sql, [template])).map(recordOf)
    return records.find(({ status }) => status === "InProgress" || status === "Queuing") ?? records[0]
  }

  /** The next process that claims it runs it. `EXPERIMENT_STATE` while one does. */
  async queue(name: string): Promise<ExperimentRecord> {
    return this.#start(name, "Queuing", null)
  }

  /** This process runs it from now on. `EXPERIMENT_STATE` while another does. */
  async claim(name: string): Promise<ExperimentRecord> {
    return this.#start(name, "InProgress", currentOwner())
  }

  async #start(name: string, status: ExperimentStatus, owner: Owner | null): Promise<ExperimentRecord> {
    return this.#db.transaction(async (tx) => {
      const record = await getFrom(tx, name)
      if (record.status === "InProgress") {
        const by = record.owner ? ` by ${ownerText(record.owner)}` : ""
        const reason = `Experiment ${name} is already being run${by}.`
        throw new MillraceError("EXPERIMENT_STATE", { reason }, { hint: "Stop it first." })
      }
      await set(tx, name, {
        status,
        owner: owner && JSON.stringify(owner),
        stopping: 0,
        ...(owner && { started: Date.now(), ended: null, attempts: record.attempts + 1 }),
      })
      return getFrom(tx, name)
    })
  }

  /** What it is from now on, such as with other inputs. */
  async define(name: string, definition: string): Promise<void> {
    await set(this.#db, name, { definition })
  }

  async recordNodes(name: string, runs: readonly ExperimentNodeRun[]): Promise<void> {
    await set(this.#db, name, { node_runs: JSON.stringify(runs) })
  }

  async end(name: string): Promise<ExperimentRecord> {
    await set(this.#db, name, { status: "Terminated", ended: Date.now(), owner: null, stopping: 0 })
    return this.get(name)
  }

  /** Tells the process that runs it to stop. `EXPERIMENT_STATE` when none does. */
  async stop(name: string): Promise<ExperimentRecord> {
    const { status } = await this.get(name)
    if (status !== "InProgress" && status !== "Queuing") {
      const reason = "Experiment cannot be stopped if it is not started."
      throw new MillraceError("EXPERIMENT_STATE", { reason })
    }
    await set(this.#db, name, status === "Queuing" ? { status: "Terminated" } : { stopping: 1 })
    return this.get(name)
  }
}

async function getFrom(db: Queries, name: string): Promise<ExperimentRecord> {
  const [row] = await db.all<Row>("select * from experiment where name = ?", [name])
  if (row) return recordOf(row)
  const names = await db.all<{ name: string }>("select name from experiment limit 1000")
  const near = nearest(
    name,
    names.map((known) => known.name),
  )
  throw new MillraceError("EXPERIMENT_NOT_FOUND", { name }, near ? { hint: `Did you mean ${near}?` } : {})
}

async function set(db: Queries, name: string, columns: Record<string, Param>): Promise<void> {
  const names = Object.keys(columns).map((column) => `${column} = ?`)
  await db.run(`update experiment set ${names.join(", ")} where name = ?`, [...Object.values(columns), name])
}

function recordOf(row: Row): ExperimentRecord {
  const owner: Owner | null = row.owner ? JSON.parse(row.owner) : null
  const abandoned = row.status === "InProgress" && !(owner && isAlive(owner))
  return {
    name: row.name,
    createdAt: row.created,
    status: abandoned ? "Terminated" : row.status,
    archived: row.archived !== 0,
    folder: row.folder,
    template: row.template,
    definition: row.definition,
    nodeRuns: JSON.parse(row.node_runs),
    attempts: row.attempts,
    startedAt: row.started,
    endedAt: row.ended,
    owner,
    stopping: row.stopping !== 0,
  }
}
