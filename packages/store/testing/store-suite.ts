import { randomUUID } from "node:crypto"
import { type NewEvent, newRunSummary, type RunEvent, reduceRun } from "@internal/schema"
import { Json } from "@internal/value"
import { afterAll, beforeAll, expect, test } from "vitest"
import { currentOwner } from "../src/owner.ts"
import type { Store } from "../src/store.ts"
import { lineEvents, runEnd, runStart, toolError } from "./events.ts"

/** What every database must do. `open` answers a store over the same database each time. */
export function storeSuite(open: () => Promise<Store>): void {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store?.close())

  const newRun = async (kind: "batch" | "test" = "batch", name = `run-${randomUUID()}`) => {
    const made = {
      name,
      kind,
      flowName: "one",
      flowPath: "/flows/one",
      data: "/d.jsonl",
      outputPath: `/r/${name}`,
    }
    return store.runs.create({ ...made, properties: { node_variant: "a.b" } })
  }
  const readAll = async (run: string, after?: number) => {
    const events: RunEvent[] = []
    for await (const event of store.journal.read(run, after)) events.push(event)
    return events
  }
  const written = async (run: string, events: NewEvent[]) => {
    const writer = await store.journal.claim(run, currentOwner())
    await writer.append(events)
    await writer.close()
  }

  test("events come back as they were appended, numbered from 1", async () => {
    const { name } = await newRun()
    const committed: RunEvent[] = []
    const writer = await store.journal.claim(name, currentOwner(), (events) => committed.push(...events))
    await Promise.all([
      writer.append([runStart(2)]),
      writer.append(lineEvents(0)),
      writer.append(lineEvents(1)),
    ])
    expect(committed.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    const events = await readAll(name)
    expect(events.map(plain)).toEqual(committed.map(plain))
    expect(events.every((event) => event.run === name && event.v === 1)).toBe(true)
    expect((await readAll(name, 7)).map((event) => event.seq)).toEqual([8, 9])
    await writer.close()
  })

  test("a large value goes to a blob and comes back whole", async () => {
    const { name } = await newRun()
    const text = "ü€\u2028\u0000𝒳".repeat(20_000)
    await written(name, [runStart(1), ...lineEvents(0, { text })])
    const [line] = await store.runs.lines(name)
    expect(line?.outputs?.value).toEqual(new Map([["out", text]]))
    expect((await store.runs.line(name, 0))?.nodes.get("up")?.output?.value).toBe(text)
  })

  test("the row of a run is the fold of its events", async () => {
    const { name } = await newRun()
    const writer = await store.journal.claim(name, currentOwner())
    await writer.append([runStart(3), ...lineEvents(0), ...lineEvents(2, { error: toolError("odd") })])
    await writer.append(lineEvents(1).slice(0, 2))
    const running = await store.runs.get(name)
    expect(running).toMatchObject({
      state: "running",
      summary: { counts: { running: 1, done: 1, failed: 1 }, usage: { total_tokens: 5 } },
    })
    await writer.append([
      ...lineEvents(1).slice(2),
      { type: "metric", line: null, name: "accuracy", value: Json.ofText("1.0") },
      { type: "metric", line: null, name: "worst", value: Json.ofText("NaN") },
      runEnd(2, 1),
    ])
    const folded = newRunSummary()
    for (const event of await readAll(name)) reduceRun(folded, event)
    const { summary, state } = await store.runs.get(name)
    expect(state).toBe("done")
    expect(summary.metrics.accuracy?.text).toBe("1.0")
    expect(summary.metrics.worst?.value).toBeNaN()
    expect(summary.nodes).toEqual({ up: { completed: 2, failed: 1, bypassed: 0, canceled: 0 } })
    expect(JSON.stringify(summary)).toBe(JSON.stringify(folded))
    expect(await store.runs.verify(name)).toEqual([])
    await writer.close()
  })

  test("lines are paged by number, with their values and errors", async () => {
    const { name } = await newRun()
    const order = [3, 0, 2, 4, 1]
    const error = toolError("odd")
    await written(name, [
      runStart(5),
      ...order.flatMap((line) => lineEvents(line, line % 2 ? { error } : {})),
      runEnd(3, 2),
    ])
    const first = await store.runs.lines(name, { limit: 3 })
    expect(first.map(({ line, status }) => [line, status])).toEqual([
      [0, "done"],
      [1, "failed"],
      [2, "done"],
    ])
    expect(first[0]).toMatchObject({ duration: 4.25, usage: { total_tokens: 5 }, error: null })
    expect(first[0]?.inputs?.text).toBe('{"text":"text 0","line_number":0}')
    expect(first[1]).toMatchObject({ outputs: null, error: { message: error.message } })
    expect((await store.runs.lines(name, { after: 2 })).map(({ line }) => line)).toEqual([3, 4])
    expect((await store.runs.lines(name, { status: ["failed"] })).map(({ line }) => line)).toEqual([1, 3])
    expect(await store.runs.error(name)).toMatchObject({
      message: `Failed to run 2/5 lines. First error message is: ${error.message}`,
      additionalInfo: [{ info: { errors: [{ line_number: 1 }, { line_number: 3 }] } }],
    })
  })

  test("the details of a line are folded from its own events, also while it runs", async () => {
    const { name } = await newRun()
    const writer = await store.journal.claim(name, currentOwner())
    await writer.append([runStart(2), ...lineEvents(0, { nodes: ["a", "b"] }), ...lineEvents(1).slice(0, 2)])
    expect(Array.from((await store.runs.line(name, 0))?.nodes.keys() ?? [])).toEqual(["a", "b"])
    expect((await store.runs.line(name, 1))?.nodes.get("up")?.status).toBe("running")
    expect(await store.runs.line(name, 7)).toBeUndefined()
    const id = { line: null, node: "agg", attempt: 1 }
    await writer.append([{ type: "node-start", ...id, inputs: Json.ofText("{}") }])
    expect((await store.runs.line(name, null))?.nodes.get("agg")?.status).toBe("running")
    await writer.close()
  })

  test("a run has one writer, and a second is told who it is", async () => {
    const { name } = await newRun()
    const writer = await store.journal.claim(name, currentOwner())
    await expect(store.journal.claim(name, currentOwner())).rejects.toMatchObject({
      code: "RUN_TAKEN_OVER",
      data: { run: name, owner: expect.stringContaining(`process ${process.pid}`) },
    })
    await writer.close()
    const next = await store.journal.claim(name, currentOwner())
    await expect(writer.append([runStart(1)])).rejects.toThrow("closed")
    await next.close()
  })

  test("a writer that was taken over can write no more", async () => {
    const { name } = await newRun()
    const dead = { ...currentOwner(), pid: 4_194_304, started: "1" }
    const asleep = await store.journal.claim(name, dead)
    await asleep.append([runStart(2), ...lineEvents(0), ...lineEvents(1).slice(0, 2)])
    expect((await store.runs.get(name)).state).toBe("interrupted")
    const writer = await store.journal.claim(name, currentOwner())
    await expect(asleep.append(lineEvents(1))).rejects.toMatchObject({ code: "RUN_TAKEN_OVER" })
    await expect(asleep.append(lineEvents(1))).rejects.toMatchObject({ code: "RUN_TAKEN_OVER" })
    await writer.append(lineEvents(1).slice(2))
    await writer.append([runEnd(2)])
    await writer.close()
    expect((await readAll(name)).map((event) => event.seq)).toEqual(
      Array.from({ length: 10 }, (_, i) => i + 1),
    )
    expect((await store.runs.lines(name)).map(({ line }) => line)).toEqual([0, 1])
    expect(await store.runs.verify(name)).toEqual([])
  })

  test("a line that runs again replaces its row", async () => {
    const { name } = await newRun()
    const again = lineEvents(0).map((event) =>
      event.type === "line-start" ? { ...event, attempt: 2 } : event,
    )
    await written(name, [runStart(1), ...lineEvents(0, { error: toolError("x") }), ...again])
    const lines = await store.runs.lines(name)
    expect(lines.map(({ status, attempt }) => [status, attempt])).toEqual([["done", 2]])
  })

  test("runs are listed newest first, and hidden when archived", async () => {
    const parent = await newRun()
    const names = []
    for (let i = 0; i < 4; i++) {
      const name = `eval-${randomUUID()}`
      names.unshift(name)
      const made = { name, kind: "batch" as const, flowName: "e", flowPath: "/e", run: parent.name }
      await store.runs.create(made)
    }
    const of = async (query: object) =>
      (await store.runs.list({ run: parent.name, ...query })).map((run) => run.name)
    expect(await of({})).toEqual(names)
    expect(await of({ limit: 2 })).toEqual(names.slice(0, 2))
    const second = await store.runs.get(names[1] as string)
    expect(await of({ before: second.id })).toEqual(names.slice(2))
    expect((await store.runs.archive(second.name)).archived).toBe(true)
    expect(await of({})).not.toContain(second.name)
    expect(await of({ archived: "include" })).toEqual(names)
    expect(await of({ archived: "only" })).toEqual([second.name])
    await store.runs.restore(second.name)
    expect(await of({})).toEqual(names)
  })

  test("a name is taken once; names that are not there say what is near", async () => {
    const { name } = await newRun()
    await expect(newRun("batch", name)).rejects.toMatchObject({ code: "RUN_EXISTS" })
    await expect(store.runs.get(`${name}x`)).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
      hint: `Did you mean ${name}?`,
    })
    await expect(store.journal.claim("nosuch", currentOwner())).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    })
  })

  test("descriptions change, and the rest stays", async () => {
    const { name } = await newRun()
    const changes = { displayName: "D", description: "é", tags: { k: "v" }, properties: { note: 1 } }
    expect(await store.runs.update(name, changes)).toMatchObject({
      displayName: "D",
      description: "é",
      tags: { k: "v" },
      properties: { node_variant: "a.b", note: 1 },
      flowName: "one",
    })
    await expect(store.runs.update("nosuch", changes)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" })
  })

  test("a run that is written cannot be deleted, another can", async () => {
    const { name } = await newRun()
    const writer = await store.journal.claim(name, currentOwner())
    await expect(store.runs.delete(name)).rejects.toMatchObject({ code: "RUN_OPERATION" })
    await writer.append([runStart(1), ...lineEvents(0), runEnd(1)])
    await writer.close()
    await store.runs.delete(name)
    expect(await store.runs.find(name)).toBeUndefined()
    await expect(readAll(name)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" })
  })

  test("connections keep their secrets, and placeholders keep what is stored", async () => {
    const name = `c-${randomUUID()}`
    const base = { name, type: "OpenAIConnection", module: "promptflow.connections", configs: {} }
    await store.connections.put({ ...base, secrets: { api_key: "sk-canary" } })
    expect(await store.connections.get(name)).toMatchObject({ secrets: { api_key: "sk-canary" } })
    await store.connections.put({ ...base, configs: { organization: "o" }, secrets: { api_key: "****" } })
    expect(await store.connections.get(name)).toMatchObject({
      configs: { organization: "o" },
      secrets: { api_key: "sk-canary" },
    })
    const listed = (await store.connections.list()).find((connection) => connection.name === name)
    expect(listed?.secrets).toEqual({ api_key: "******" })
    await store.connections.delete(name)
    expect(await store.connections.get(name)).toBeUndefined()
    await expect(store.connections.need(name)).rejects.toMatchObject({ code: "CONNECTION_NOT_FOUND" })
    await expect(store.connections.delete(name)).rejects.toMatchObject({ code: "CONNECTION_NOT_FOUND" })
  })

  test("a follower sees that another process wrote", async () => {
    const other = await open()
    const before = await store.version()
    await other.runs.create({ name: `v-${randomUUID()}`, kind: "batch", flowName: "f", flowPath: "/f" })
    await expect.poll(() => store.version(), { timeout: 5000 }).not.toBe(before)
    await other.close()
  })

  test("processes that call an endpoint merge what they know of its limits", async () => {
    const endpoint = `endpoint-${randomUUID()}`
    const added = (text: string) => (known?: string) => `${known ?? ""}${text}`
    const use = { weight: 1.5, open: 2, wanted: 3 }
    const told = await Promise.all(
      ["a", "b"].map((text) => store.limits.exchange(endpoint, use, added(text))),
    )
    expect(told.map(({ others }) => others)).toEqual([[], []])
    const { shared } = await store.limits.exchange(endpoint, use, added("c"))
    expect(shared.at(-1)).toBe("c")
    await store.limits.leave()
  })
}

/** An event with its exact values as text. */
function plain(event: RunEvent): unknown {
  return JSON.parse(JSON.stringify(event, (_, value) => (value instanceof Json ? value.text : value)))
}
