import { MillraceError } from "@internal/schema"
import type { Database, Queries } from "./database.ts"

/**
 * `event.id` is `run.id * 2^32 + seq`: one integer key keeps the events of a run together and in order. A line has its
 * inputs and outputs in its first and last event. `run.summary` is the fold up to event `folded`.
 */
const INITIAL = [
  `create table run (
    id {identity},
    name text not null unique,
    kind text not null,
    state text not null,
    created bigint not null,
    archived integer not null default 0,
    display_name text not null,
    description text,
    tags text,
    properties text not null,
    flow_name text not null,
    flow_path text not null,
    data text,
    referenced text,
    output_path text,
    owner text,
    epoch integer not null default 0,
    folded integer not null default 0,
    open_seq integer not null default 1,
    summary text not null
  )`,
  "create index run_listed on run (kind, id)",
  "create index run_referenced on run (referenced)",
  `create table event (
    id {key},
    line integer,
    at double precision not null,
    body text not null
  )`,
  "create index event_of_no_line on event (id) where line is null",
  `create table line (
    run integer not null,
    line integer not null,
    status text not null,
    attempt integer not null,
    first_event bigint not null,
    last_event bigint not null,
    started double precision not null,
    duration double precision not null,
    prompt_tokens integer not null,
    completion_tokens integer not null,
    total_tokens integer not null,
    primary key (run, line)
  ){clustered}`,
  "create index line_unsuccessful on line (run, line) where status <> 'done'",
  "create table blob_use (run integer not null, name text not null, primary key (run, name))",
  `create table connection (
    name text primary key,
    type text not null,
    module text not null,
    configs text not null,
    secrets text not null,
    created text not null,
    modified text not null,
    expiry text
  )`,
]

/** `definition` is the template as it was taken, `node_runs` each node's runs in order, both JSON. */
const EXPERIMENTS = [
  `create table experiment (
    name text primary key,
    created bigint not null,
    status text not null,
    archived integer not null default 0,
    folder text not null,
    template text not null,
    definition text not null,
    node_runs text not null,
    attempts integer not null default 0,
    started bigint,
    ended bigint,
    owner text,
    stopping integer not null default 0
  )`,
]

/** `learned` is what the processes that call an endpoint know of its limits, as JSON. */
const LIMITS = [
  "create table limit_state (endpoint text primary key, learned text not null)",
  `create table limit_member (
    endpoint text not null,
    owner text not null,
    weight double precision not null,
    open integer not null,
    wanted integer not null,
    beat integer not null,
    primary key (endpoint, owner)
  )`,
  "alter table connection add column limits text",
]

/** Where answers of nodes are, by what they depend on (contracts.md, Cache). */
const ANSWERS = [
  `create table node_answer (
    answer_key text primary key,
    event bigint not null,
    bytes integer not null,
    at double precision not null
  )`,
  "create index node_answer_event on node_answer (event)",
  "create index node_answer_at on node_answer (at)",
]

/** What another process asks of the one that writes the run: `cancel`, `stop` or `pause`. */
const ASKED = ["alter table run add column asked text"]

/** Statements by version; a database is at version n after the first n steps. Steps are only ever added. */
const STEPS: string[][] = [INITIAL, EXPERIMENTS, LIMITS, ANSWERS, ASKED]

/** Brings the tables up to date; a database that is up to date costs one read. */
export async function migrate(db: Database): Promise<void> {
  if ((await versionOf(db, db)) === STEPS.length) return
  await db.transaction(async (tx) => {
    const version = await versionOf(db, tx)
    if (version > STEPS.length) {
      throw new MillraceError("STORE_FAILED", {
        subject: `The store ${db.name}`,
        reason: `its tables have version ${version}, and this version knows ${STEPS.length}`,
        hint: "A newer Millrace wrote it: update this one, or use another MILLRACE_HOME.",
      })
    }
    for (const statement of STEPS.slice(version).flat()) await tx.run(inDialect(db, statement))
    await setVersion(db, tx)
  })
}

/**
 * In SQLite an `integer primary key` is the table's own order, where one of another type is an index beside it: twice the
 * pages to write for each event. The same of `without rowid`. Older stores have the index, and the same statements fit both.
 */
const TYPES = {
  sqlite: { identity: "integer primary key", key: "integer primary key", clustered: " without rowid" },
  postgres: {
    identity: "integer generated always as identity primary key",
    key: "bigint primary key",
    clustered: "",
  },
}

function inDialect(db: Database, statement: string): string {
  const types = TYPES[db.dialect]
  return statement.replace(/\{(identity|key|clustered)\}/, (_, name: keyof typeof types) => types[name])
}

async function versionOf(db: Database, queries: Queries): Promise<number> {
  if (db.dialect === "sqlite") {
    const [row] = await queries.all<{ user_version: number }>("pragma user_version")
    return row?.user_version ?? 0
  }
  // the lock lets two servers that start together take turns
  if (queries !== db) await queries.all("select pg_advisory_xact_lock(7247)")
  const [found] = await queries.all("select 1 as found from pg_tables where tablename = ?", [
    "schema_version",
  ])
  if (!found) return 0
  const [row] = await queries.all<{ version: number }>("select version from schema_version")
  return row?.version ?? 0
}

async function setVersion(db: Database, tx: Queries): Promise<void> {
  if (db.dialect === "sqlite") {
    await tx.run(`pragma user_version = ${STEPS.length}`)
    return
  }
  await tx.run("create table if not exists schema_version (version integer not null)")
  await tx.run("delete from schema_version")
  await tx.run("insert into schema_version (version) values (?)", [STEPS.length])
}
