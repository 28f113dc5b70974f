import { ROUTES, type Route } from "@internal/schema/studio"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const CANARY = "canary-key-8d1f0c"
let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

test("a key is in no answer, whatever is asked", async () => {
  await studio.get("POST", "/connections", {
    name: "mine",
    type: "custom",
    configs: { endpoint: "https://one.example" },
    secrets: { api_key: CANARY },
  })
  await studio.get("POST", "/flows", { path: "uses", type: "standard" })
  studio.write(
    "uses/flow.dag.yaml",
    `inputs: {x: {type: string, default: a}}
outputs: {y: {type: string, reference: "\${leak.output}"}}
nodes:
- {name: leak, type: python, source: {type: code, path: leak.py}, inputs: {conn: mine, x: "\${inputs.x}"}}
`,
  )
  studio.write(
    "uses/leak.py",
    `from promptflow.core import tool
from promptflow.connections import CustomConnection

@tool
def leak(conn: CustomConnection, x: str) -> str:
    print("the key is", conn.api_key)
    return "it is " + conn.api_key + x
`,
  )
  studio.write("rows.jsonl", '{"x": "b"}\n')
  const test_ = await studio.get<{ work: string }>("POST", "/tests", { flow: "uses" })
  const told = await studio.workLines(test_.work)
  expect(told.at(-1)?.event).toMatchObject({ type: "work-end", result: { status: "done" } })
  expect(JSON.stringify(told)).not.toContain(CANARY)
  const started = await studio.get<{ work: string; runs: string[] }>("POST", "/runs", {
    flow: "uses",
    data: "rows.jsonl",
    columnMapping: { x: "${data.x}" },
  })
  const run = started.runs[0] as string
  expect(JSON.stringify(await studio.workLines(started.work))).not.toContain(CANARY)

  const given: Record<string, string> = {
    name: run,
    flow: "uses",
    folder: ".",
    path: "uses/leak.py",
    work: started.work,
    format: "csv",
  }
  const byRoute: Record<string, Record<string, string>> = {
    "gallery.get": { name: "basic" },
    "runtimes.get": { name: "system" },
    "data.preview": { path: "rows.jsonl" },
  }
  const statuses: Record<string, number> = {}
  for (const [operation, route] of Object.entries(ROUTES) as [string, Route][]) {
    if (route.method !== "GET" || operation === "events") continue
    const values = { ...given, ...byRoute[operation] }
    const inPath = route.at.replaceAll(/:(\w+)/g, (_, part) => encodeURIComponent(values[part] ?? ""))
    const asked = Object.keys(((route.query as { shape?: object } | undefined)?.shape ?? {}) as object)
    const query = asked
      .filter((key) => values[key] !== undefined && !route.at.includes(`:${key}`))
      .map((key) => `${key}=${encodeURIComponent(values[key] as string)}`)
    const answer = await studio.ask("GET", `${inPath}?${query.join("&")}`)
    statuses[operation] = answer.status
    expect([operation, (await answer.text()).includes(CANARY)]).toEqual([operation, false])
  }
  // each was really asked, but for what this machine need not have
  const refused = Object.entries(statuses).filter(
    ([name, status]) => status !== 200 && name !== "runtimes.get",
  )
  expect(refused).toEqual([])
})
