import { readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { ROUTES, type Route } from "@internal/schema/studio"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const CANARY = "canary-key-8d1f0c"
let studio: TestStudio
/** A service that quotes the key that it gets, in what it answers and in what it refuses. */
const service = createServer((request, answer) => {
  const key = request.headers.authorization
  let body = ""
  request.on("data", (chunk) => {
    body += chunk
  })
  request.on("end", () => {
    const isRefused = body.includes("refuse") || request.url?.endsWith("/models")
    answer.writeHead(isRefused ? 401 : 200, { "content-type": "application/json" })
    const message = { role: "assistant", content: `you sent ${key}` }
    answer.end(
      JSON.stringify(
        isRefused
          ? { error: { message: `Incorrect API key provided: ${key}`, type: "invalid_request_error" } }
          : { id: "1", model: "m", choices: [{ index: 0, message, finish_reason: "stop" }] },
      ),
    )
  })
})
beforeAll(async () => {
  studio = await openTestStudio()
  await new Promise<void>((done) => service.listen(0, "127.0.0.1", () => done()))
})
afterAll(async () => {
  await studio[Symbol.asyncDispose]()
  service.close()
})

const FLOW = `inputs: {x: {type: string, default: a}}
outputs: {y: {type: string, reference: "\${leak.output}"}, z: {type: string, reference: "\${ask.output}"}}
nodes:
- {name: leak, type: python, source: {type: code, path: leak.py}, inputs: {conn: mine, x: "\${inputs.x}"}}
- name: ask
  type: llm
  source: {type: code, path: ask.jinja2}
  inputs: {model: m, x: "\${inputs.x}"}
  connection: model
  api: chat
`
const LEAK = `import sys
from promptflow.core import tool
from promptflow.connections import CustomConnection

@tool
def leak(conn: CustomConnection, x: str) -> str:
    print("the key is", conn.api_key)
    print("the key is", conn.api_key, file=sys.stderr)
    if x == "fail":
        raise ValueError("no luck with " + conn.api_key)
    return "it is " + conn.api_key + x
`

test("a key is in no answer, whatever is asked, and in no file", { timeout: 90_000 }, async () => {
  const secrets = { api_key: CANARY }
  await studio.get("POST", "/connections", { name: "mine", type: "custom", configs: {}, secrets })
  const configs = { base_url: `http://127.0.0.1:${(service.address() as AddressInfo).port}/v1` }
  await studio.get("POST", "/connections", { name: "model", type: "OpenAIConnection", configs, secrets })
  await studio.get("POST", "/flows", { path: "uses", type: "standard" })
  studio.write("uses/flow.dag.yaml", FLOW)
  studio.write("uses/leak.py", LEAK)
  studio.write("uses/ask.jinja2", "system:\nbe brief\nuser:\n{{x}}\n")
  studio.write("rows.jsonl", '{"x": "b"}\n{"x": "fail"}\n{"x": "refuse"}\n')

  const told: string[] = []
  const listening = new AbortController()
  const heard = (async () => {
    for await (const line of studio.lines("/events", listening.signal)) told.push(JSON.stringify(line))
  })()
  const answer = await studio.get("POST", "/connections/model/test")
  expect(answer).toMatchObject({ ok: false })
  told.push(JSON.stringify(answer))
  const { work: tested } = await studio.get<{ work: string }>("POST", "/tests", {
    flow: "uses",
    tracing: true,
  })
  const lines = await studio.workLines(tested)
  expect(lines.at(-1)?.event).toMatchObject({ type: "work-end", result: { status: "done" } })
  const started = await studio.get<{ work: string; runs: string[] }>("POST", "/runs", {
    flow: "uses",
    data: "rows.jsonl",
    columnMapping: { x: "${data.x}" },
  })
  const run = started.runs[0] as string
  const ran = await studio.workLines(started.work)
  told.push(JSON.stringify(lines), JSON.stringify(ran))
  const seen = await studio.get<{ counts: object }>("GET", `/runs/${run}`)
  expect(seen.counts).toMatchObject({ done: 1, failed: 2 })
  expect(told.join("\n")).toContain("no luck with")
  expect(told.join("\n")).toContain("you sent")

  const runtimes = await studio.get<{ name: string }[]>("GET", "/runtimes")
  const given: Record<string, string> = {
    name: run,
    flow: "uses",
    folder: ".",
    path: "uses/leak.py",
    work: started.work,
    id: "any",
  }
  studio.write("dot.png", "")
  const byRoute: Record<string, Record<string, string>[]> = {
    "gallery.get": [{ name: "basic" }],
    "runtimes.get": [{ name: runtimes[0]?.name ?? "" }],
    "runtimes.check": [{ name: runtimes[0]?.name ?? "" }],
    "data.preview": [{ path: "rows.jsonl" }],
    "runs.image": [{ path: "dot.png" }],
    "runs.export": ["csv", "jsonl", "html", "parquet"].map((format) => ({ format })),
    "runs.events": [{}, { line: "1" }],
    "work.events": [{}, { work: tested }],
  }
  const refused: string[] = []
  for (const [operation, route] of Object.entries(ROUTES) as [string, Route][]) {
    if (route.method !== "GET" || operation === "events") continue
    for (const own of byRoute[operation] ?? [{}]) {
      const values = { ...given, ...own }
      const inPath = route.at.replaceAll(/:(\w+)/g, (_, part) => encodeURIComponent(values[part] ?? ""))
      const asked = Object.keys(((route.query as { shape?: object } | undefined)?.shape ?? {}) as object)
      const query = asked
        .filter((key) => values[key] !== undefined && !route.at.includes(`:${key}`))
        .map((key) => `${key}=${encodeURIComponent(values[key] as string)}`)
      const answer = await studio.ask("GET", `${inPath}?${query.join("&")}`)
      if (!answer.ok) refused.push(`${operation} ${await answer.clone().text()}`)
      expect([operation, own, (await answer.text()).includes(CANARY)]).toEqual([operation, own, false])
    }
  }
  expect(refused).toEqual([]) // each was really asked
  listening.abort()
  await heard
  expect(told.filter((line) => line.includes(CANARY))).toEqual([])
  expect(filesWith(CANARY, studio.home, studio.folder)).toEqual([])
})

function filesWith(text: string, ...folders: string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  return files.filter((file) => readFileSync(file).includes(text))
}
