import { spawnSync } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { connectionFromFile } from "./connection-file.ts"
import { limitsToFile } from "./connection-limits.ts"
import { LimitStore } from "./limits.ts"
import { migrate } from "./migrations.ts"
import { currentOwner } from "./owner.ts"
import { SqliteDatabase } from "./sqlite.ts"
import { openStore } from "./store.ts"

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "millrace-limits-"))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const wants = (wanted: number) => ({ weight: 1, open: 1, wanted })

test("processes merge what they know, and see who else calls", async () => {
  await using db = new SqliteDatabase(join(home, "millrace.sqlite"))
  await migrate(db)
  const limits = new LimitStore(db)
  const added = (text: string) => (known?: string) => (known ? `${known}+${text}` : text)
  expect(await limits.exchange("e", wants(3), added("a"))).toEqual({ shared: "a", others: [] })
  // a process that lives and one that has ended
  const alive = { ...currentOwner(), host: "another machine" }
  const ended = { ...currentOwner(), pid: spawnSync("true").pid, started: "long ago" }
  for (const owner of [alive, ended]) {
    await db.run("insert into limit_member values ('e', ?, 2, 4, 7, 1)", [JSON.stringify(owner)])
  }
  const { shared, others } = await limits.exchange("e", wants(3), added("b"))
  expect(shared).toBe("a+b")
  expect(others).toMatchObject([{ weight: 2, open: 4, wanted: 7 }])
  expect(await db.all("select endpoint from limit_member")).toHaveLength(2)
  expect(await limits.exchange("f", wants(1), added("c"))).toEqual({ shared: "c", others: [] })
  await limits.leave()
  expect(await db.all("select owner from limit_member")).toEqual([{ owner: JSON.stringify(alive) }])
})

test("a connection keeps what its service allows, apart from what code and the original see", async () => {
  const file = {
    name: "aoai",
    type: "azure_open_ai",
    api_key: "abcdefgh",
    api_base: "https://x",
    max_concurrency: 4,
    requests_per_minute: "120",
  }
  await using store = await openStore({ home })
  await store.connections.put(connectionFromFile(file))
  const { limits, configs } = await store.connections.need("aoai")
  expect(limits).toEqual({ concurrency: 4, requestsPerMinute: 120 })
  expect(configs).not.toHaveProperty("max_concurrency")
  const changes = { api_base: "https://y", requests_per_minute: 0, tokens_per_minute: 9000 }
  const changed = await store.connections.update("aoai", changes)
  expect(limitsToFile(changed.limits)).toEqual({ max_concurrency: 4, tokens_per_minute: 9000 })
  expect(() => connectionFromFile({ ...file, requests_per_minute: "many" })).toThrow(
    'requests_per_minute is "many", which is no whole number',
  )
})
