import { afterAll, beforeAll, expect, test } from "vitest"
import type { Store } from "../src/store.ts"

/** What every database must do for experiments. `open` answers a store without any. */
export function experimentSuite(open: () => Promise<Store>): void {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store?.close())

  const make = (name: string, template = `/${name}.exp.yaml`) =>
    store.experiments.create({ name, template, folder: `/${name}`, definition: "{}" })

  test("experiments are kept newest first, each name once", async () => {
    await make("experiment")
    await make("second")
    await expect(make("experiment")).rejects.toMatchObject({ code: "EXPERIMENT_EXISTS" })
    expect((await store.experiments.list()).map(({ name }) => name)).toEqual(["second", "experiment"])
    expect(await store.experiments.list({ limit: 1 })).toHaveLength(1)
    expect(await store.experiments.list({ archived: "only" })).toEqual([])
    await expect(store.experiments.get("experimant")).rejects.toMatchObject({
      code: "EXPERIMENT_NOT_FOUND",
      hint: "Did you mean experiment?",
    })
  })

  test("an experiment is run by one process at a time, and its starts are counted", async () => {
    const made = await make("once")
    expect(made).toMatchObject({ status: "NotStarted", archived: false, startedAt: null, nodeRuns: [] })
    expect(typeof made.createdAt).toBe("number")
    expect((await store.experiments.queue("once")).status).toBe("Queuing")
    expect(await store.experiments.claim("once")).toMatchObject({ status: "InProgress", attempts: 1 })
    await expect(store.experiments.claim("once")).rejects.toMatchObject({ code: "EXPERIMENT_STATE" })
    const run = { node: "n", run: "n_1", status: "Completed", snapshot: "x" } as const
    await store.experiments.recordNodes("once", [run])
    expect((await store.experiments.stop("once")).stopping).toBe(true)
    const ended = { status: "Terminated", stopping: false, nodeRuns: [run] }
    expect(await store.experiments.end("once")).toMatchObject(ended)
    expect((await store.experiments.claim("once")).attempts).toBe(2)
  })

  test("only what runs can be stopped", async () => {
    await make("idle")
    await expect(store.experiments.stop("idle")).rejects.toThrow("cannot be stopped if it is not started")
    await store.experiments.queue("idle")
    expect((await store.experiments.stop("idle")).status).toBe("Terminated")
  })

  test("of a template's experiments the running one is found, else the newest", async () => {
    await make("a", "/t.exp.yaml")
    await make("b", "/t.exp.yaml")
    await make("c", "/other.exp.yaml")
    expect((await store.experiments.findByTemplate("/t.exp.yaml"))?.name).toBe("b")
    await store.experiments.claim("a")
    expect((await store.experiments.findByTemplate("/t.exp.yaml"))?.name).toBe("a")
    expect(await store.experiments.findByTemplate("/none")).toBeUndefined()
  })
}
