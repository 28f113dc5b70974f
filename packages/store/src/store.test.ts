import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, describe, expect, test } from "vitest"
import { lineEvents, runEnd, runStart } from "../testing/events.ts"
import { storeSuite } from "../testing/store-suite.ts"
import { currentOwner } from "./owner.ts"
import { openStore, type Store } from "./store.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-store-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let homes = 0
function newHome(): string {
  return join(root, `home-${homes++}`)
}

async function withRun(store: Store, lines: number, text?: string): Promise<void> {
  await store.runs.create({ name: "r", kind: "batch", flowName: "f", flowPath: "/f" })
  const writer = await store.journal.claim("r", currentOwner())
  await writer.append([runStart(lines)])
  for (let line = 0; line < lines; line++) await writer.append(lineEvents(line, { text }))
  await writer.append([runEnd(lines)])
  await writer.close()
}

const shared = newHome()
describe("over SQLite", () => storeSuite(() => openStore({ home: shared, env: {} })))
describe("over SQLite with full durability", () => {
  const home = newHome()
  storeSuite(() => openStore({ home, env: {}, durability: "full" }))
})

test("the home and what is in it are the user's own", async () => {
  const home = newHome()
  await using store = await openStore({ home, env: {} })
  const connection = {
    name: "c",
    type: "SerpConnection",
    module: "m",
    configs: {},
    secrets: { api_key: "canary" },
  }
  await store.connections.put(connection)
  expect(statSync(home).mode & 0o777).toBe(0o700)
  for (const file of ["millrace.sqlite", "secret.key"]) {
    expect([file, statSync(join(home, file)).mode & 0o777]).toEqual([file, 0o600])
  }
  await store.close()
  expect(readFileSync(join(home, "millrace.sqlite")).includes("canary")).toBe(false)
})

test("two stores that open a new home at once agree on the key", async () => {
  const home = newHome()
  const stores = await Promise.all([openStore({ home, env: {} }), openStore({ home, env: {} })])
  const connection = { type: "SerpConnection", module: "m", configs: {}, secrets: { api_key: "s3cret" } }
  await Promise.all(stores.map((store, i) => store.connections.put({ ...connection, name: `c${i}` })))
  expect((await stores[0]?.connections.get("c1"))?.secrets.api_key).toBe("s3cret")
  await Promise.all(stores.map((store) => store.close()))
})

test("secrets under another key are refused, and the rest still works (spec 7.4)", async () => {
  const home = newHome()
  const connection = {
    name: "c",
    type: "SerpConnection",
    module: "m",
    configs: {},
    secrets: { api_key: "s3cret" },
  }
  {
    await using store = await openStore({ home, env: { MILLRACE_SECRET_KEY: "a passphrase" } })
    await store.connections.put(connection)
  }
  {
    await using store = await openStore({ home, env: { MILLRACE_SECRET_KEY: "another" } })
    await expect(store.connections.get("c")).rejects.toMatchObject({ code: "CONNECTION_DECRYPT" })
    expect((await store.connections.list()).map(({ name }) => name)).toEqual(["c"])
  }
  await using store = await openStore({ home, env: { MILLRACE_SECRET_KEY: "a passphrase" } })
  expect((await store.connections.get("c"))?.secrets).toEqual({ api_key: "s3cret" })
})

test("a file that is no database is explained", async () => {
  const home = newHome()
  await (await openStore({ home })).close()
  writeFileSync(
    join(home, "millrace.sqlite"),
    "something else entirely, and long enough to look at".repeat(100),
  )
  await expect(openStore({ home })).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("not a database"),
    hint: expect.stringContaining("backup"),
  })
})

test("a damaged page is explained when it is read", async () => {
  const home = newHome()
  const before = await openStore({ home })
  await withRun(before, 50)
  await before.close()
  const file = join(home, "millrace.sqlite")
  const bytes = readFileSync(file)
  // every page after the first few: their b-tree headers become nonsense
  bytes.fill(0x5a, 12 * 4096)
  writeFileSync(file, bytes)
  await using store = await openStore({ home })
  const read = async () => {
    for await (const _ of store.journal.read("r"));
    return store.runs.lines("r")
  }
  await expect(read()).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("damaged"),
  })
})

test("a file that was cut off is explained", async () => {
  const home = newHome()
  const before = await openStore({ home })
  await withRun(before, 50)
  await before.close()
  const file = join(home, "millrace.sqlite")
  truncateSync(file, statSync(file).size - 6000)
  const read = async () => {
    await using store = await openStore({ home })
    for await (const _ of store.journal.read("r"));
    return store.runs.verify("r")
  }
  await expect(read()).rejects.toMatchObject({ code: "STORE_FAILED" })
})

test("a store that a newer version wrote is refused", async () => {
  const home = newHome()
  await (await openStore({ home })).close()
  const db = new DatabaseSync(join(home, "millrace.sqlite"))
  db.exec("pragma user_version = 999")
  db.close()
  await expect(openStore({ home })).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("version 999"),
  })
})

test("a blob that is gone is named", async () => {
  const home = newHome()
  await using store = await openStore({ home })
  await withRun(store, 1, "x".repeat(40_000))
  rmSync(join(home, "blobs"), { recursive: true })
  await expect(store.runs.lines("r")).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("blobs"),
  })
})

test("verify says where a table is wrong", async () => {
  const home = newHome()
  await using store = await openStore({ home })
  await withRun(store, 3)
  expect(await store.runs.verify("r")).toEqual([])
  const db = new DatabaseSync(join(home, "millrace.sqlite"))
  db.exec("delete from line where line = 1; update line set status = 'failed' where line = 2")
  db.exec("delete from event where id % 4294967296 = 4")
  db.close()
  expect(await store.runs.verify("r")).toEqual([
    "events 4 to 4 are missing",
    expect.stringContaining("the run's row says"),
    "line 2 differs from its last event",
    "line 1 has no row",
  ])
})

test("old tests of flows are forgotten, runs are not", async () => {
  await using store = await openStore({ home: newHome() })
  await store.runs.create({ name: "kept", kind: "batch", flowName: "f", flowPath: "/f" })
  for (let i = 0; i < 245; i++) {
    await store.runs.create({ name: `t${i}`, kind: "test", flowName: "f", flowPath: "/f" })
    const writer = await store.journal.claim(`t${i}`, currentOwner())
    await writer.append([runStart(1), runEnd(0)])
    await writer.close()
  }
  const tests = await store.runs.list({ kind: "test", limit: 1000 })
  expect(tests.length).toBeLessThanOrEqual(220)
  expect(tests[0]?.name).toBe("t244")
  expect(await store.runs.find("t0")).toBeUndefined()
  expect(await store.runs.find("kept")).toBeDefined()
})
