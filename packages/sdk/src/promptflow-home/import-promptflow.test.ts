import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { Millrace } from "../millrace.ts"
import store from "./__fixtures__/store.json" with { type: "json" }
import { openFernet } from "./fernet.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-import-"))
const RUN_FOLDER = fileURLToPath(new URL("../../../store/src/run-folder/__fixtures__/agg1", import.meta.url))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let user = ""
let count = 0
const home = () => join(user, ".promptflow")

/** A home as the original leaves it, in a folder of its own. */
beforeEach(() => {
  user = join(root, String(count++))
  mkdirSync(home(), { recursive: true })
  const keyring = join(user, ".local/share/python_keyring/keyring_pass.cfg")
  mkdirSync(dirname(keyring), { recursive: true })
  writeFileSync(keyring, store.keyring)
  const db = new DatabaseSync(join(home(), "pf.sqlite"))
  db.exec(`create table run_info (name, type, created_on, status, display_name, description, tags, properties, archived,
    start_time, end_time, data, run_source, portal_url);
    create table connection ("connectionName", "connectionType", configs, "customConfigs", "createdDate",
    "lastModifiedDate", "expiryTime")`)
  const marks = (row: unknown[]) => row.map(() => "?").join(", ")
  for (const row of store.connection) db.prepare(`insert into connection values (${marks(row)})`).run(...row)
  for (const row of store.run_info) {
    const values = row.map((v) => (typeof v === "string" ? v.replace("<home>", home()) : v))
    db.prepare(`insert into run_info values (${marks(row)})`).run(...values)
    cpSync(RUN_FOLDER, join(home(), ".runs", String(row[0])), { recursive: true })
  }
  db.close()
})

function open(): Promise<Millrace> {
  return Millrace.open({ env: { HOME: user }, cwd: user })
}

describe("import promptflow (spec 7.4, 8.1)", () => {
  test("takes over connections, strong types and custom ones, with their secrets and dates", async () => {
    await using millrace = await open()
    const { items } = await millrace.importPromptflow({ connections: true })
    expect(items.map(({ name, state }) => [name, state])).toEqual(
      ["aoai", "aoaim", "cus", "qd", "g1"].map((name) => [name, "imported"]),
    )
    expect((await millrace.connections.get("aoai")).json).toEqual({
      auth_mode: "key",
      name: "aoai",
      module: "promptflow.connections",
      created_date: "2026-11-26T20:59:51.257979",
      last_modified_date: "2026-11-26T20:59:51.257979",
      type: "azure_open_ai",
      api_key: "******",
      api_base: "https://x",
      api_type: "azure",
      api_version: "2024-02-01",
    })
    expect((await millrace.connections.get("g1")).json.configs).toMatchObject({
      api_base: "b",
      "promptflow.connection.custom_type": "MyConn",
    })
    await expect(millrace.runs.get("old1")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" })
  })

  test("takes over runs: what they are, their lines and metrics, newest first, the archived ones archived", async () => {
    await using millrace = await open()
    await millrace.importPromptflow({ runs: true })
    expect((await millrace.runs.list()).map((run) => run.name)).toEqual(["old_bad", "old_eval", "old1"])
    expect((await millrace.runs.list({ archived: "only" })).map((run) => run.name)).toEqual(["old_arch"])
    expect(await millrace.runs.get("old1")).toMatchObject({
      status: "Completed",
      createdOn: "2026-11-26T20:59:04.246000+00:00",
      displayName: "Old one",
      description: "desc",
      tags: { team: "a" },
      properties: {
        flow_path: "<work>/fl",
        column_mapping: { x: "${data.x}" },
        system_metrics: { duration: 11.100273 },
      },
      counts: { done: 2, failed: 1 },
    })
    expect(await millrace.runs.get("old_eval")).toMatchObject({ run: "old1", flowName: "ev" })
    expect(await millrace.runs.get("old_bad")).toMatchObject({ status: "Failed", state: "failed" })
    const { columns, rows } = await millrace.runs.details("old1")
    expect(columns).toEqual(["inputs.answer", "inputs.line_number", "inputs.truth", "outputs.grade"])
    expect(rows.length).toBe(3)
    expect(Object.keys(await millrace.runs.metrics("old1"))).toEqual(["accuracy", "n"])
  })

  test("is done again without harm, and overwrites nothing", async () => {
    await using millrace = await open()
    await millrace.connections.create({ name: "qd", type: "serp", api_key: "mine" })
    const states = async () => {
      const { items } = await millrace.importPromptflow()
      return Object.fromEntries(items.map(({ name, state }) => [name, state]))
    }
    expect(await states()).toMatchObject({ aoai: "imported", qd: "taken", old1: "imported" })
    expect(await states()).toMatchObject({ aoai: "present", qd: "taken", old1: "present" })
    expect((await millrace.connections.get("qd")).type).toBe("SerpConnection")
    await millrace.runs.delete("old1")
    expect(await states()).toMatchObject({ old1: "imported" }) // its folder is the original's, and stays
  })

  test("changes nothing when asked what it would do", async () => {
    await using millrace = await open()
    const { items, dryRun } = await millrace.importPromptflow({ dryRun: true })
    expect(dryRun).toBe(true)
    expect(items.filter(({ state }) => state === "imported").length).toBe(9)
    expect(await millrace.connections.list()).toEqual([])
    expect(await millrace.runs.list()).toEqual([])
  })

  test("goes on without a key, and takes one that is given", async () => {
    rmSync(join(user, ".local"), { recursive: true })
    await using millrace = await open()
    const { items } = await millrace.importPromptflow({ from: home() })
    const states = Object.fromEntries(items.map(({ name, state }) => [name, state]))
    expect(states).toMatchObject({ aoai: "failed", aoaim: "imported", old1: "imported" })
    expect(items[0]?.reason).toContain("--key")
    const key = Buffer.from(/= *\n\t(.*)/.exec(store.keyring)?.[1] ?? "", "base64").toString()
    const again = await millrace.importPromptflow({ key })
    expect(again.items.find(({ name }) => name === "aoai")?.state).toBe("imported")
  })

  test("leaves out runs whose folder is gone; finds those of a home that has moved", async () => {
    rmSync(join(home(), ".runs/old_bad"), { recursive: true })
    const moved = join(root, `${count}-moved`)
    cpSync(home(), moved, { recursive: true })
    rmSync(home(), { recursive: true })
    await using millrace = await open()
    const { items } = await millrace.importPromptflow({ from: moved, runs: true })
    expect(Object.fromEntries(items.map(({ name, state }) => [name, state]))).toEqual({
      old1: "imported",
      old_eval: "imported",
      old_bad: "left",
      old_arch: "imported",
    })
    expect((await millrace.runs.get("old1")).output).toBe(join(moved, ".runs/old1/flow_outputs"))
  })

  test("a folder without a store is refused", async () => {
    await using millrace = await open()
    await expect(millrace.importPromptflow({ from: root })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" })
  })
})

test("a Fernet token opens with its key alone", () => {
  const key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
  const token =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
  expect(openFernet(token, key)).toBe("hello")
  expect(openFernet(token, key.replace("cw", "dw"))).toBeUndefined()
  expect(openFernet(`${token.slice(0, -6)}AAAA==`, key)).toBeUndefined()
  expect(openFernet("gAAAAA==", key)).toBeUndefined()
})
