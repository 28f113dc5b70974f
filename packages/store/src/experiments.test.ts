import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { openStore, type Store } from "./store.ts"

let home: string
let store: Store
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "millrace-experiments-"))
  store = await openStore({ home, env: {} })
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true })
})

const make = (name: string, template = "/t.exp.yaml") =>
  store.experiments.create({ name, template, folder: `/${name}`, definition: "{}" })

it("keeps experiments, newest first, each name once", async () => {
  await make("experiment")
  await make("b")
  await expect(make("experiment")).rejects.toMatchObject({ code: "EXPERIMENT_EXISTS" })
  expect((await store.experiments.list()).map(({ name }) => name)).toEqual(["b", "experiment"])
  expect(await store.experiments.list({ limit: 1 })).toHaveLength(1)
  expect(await store.experiments.list({ archived: "only" })).toEqual([])
  await expect(store.experiments.get("experimant")).rejects.toMatchObject({
    code: "EXPERIMENT_NOT_FOUND",
    hint: "Did you mean experiment?",
  })
})

it("is run by one process at a time, and counts its starts", async () => {
  expect((await make("a")).status).toBe("NotStarted")
  expect((await store.experiments.queue("a")).status).toBe("Queuing")
  expect(await store.experiments.claim("a")).toMatchObject({ status: "InProgress", attempts: 1 })
  await expect(store.experiments.claim("a")).rejects.toMatchObject({ code: "EXPERIMENT_STATE" })
  const run = { node: "n", run: "n_1", status: "Completed", snapshot: "x" } as const
  await store.experiments.recordNodes("a", [run])
  expect((await store.experiments.stop("a")).stopping).toBe(true)
  expect(await store.experiments.end("a")).toMatchObject({
    status: "Terminated",
    stopping: false,
    nodeRuns: [run],
  })
  expect((await store.experiments.claim("a")).attempts).toBe(2)
})

it("stops only what runs", async () => {
  await make("a")
  await expect(store.experiments.stop("a")).rejects.toThrow("cannot be stopped if it is not started")
  await store.experiments.queue("a")
  expect((await store.experiments.stop("a")).status).toBe("Terminated")
})

it("finds the running one of a template, else the newest", async () => {
  await make("a")
  await make("b")
  await make("c", "/other.exp.yaml")
  expect((await store.experiments.findByTemplate("/t.exp.yaml"))?.name).toBe("b")
  await store.experiments.claim("a")
  expect((await store.experiments.findByTemplate("/t.exp.yaml"))?.name).toBe("a")
  expect(await store.experiments.findByTemplate("/none")).toBeUndefined()
})
