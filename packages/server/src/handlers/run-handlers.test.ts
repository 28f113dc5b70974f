import { existsSync } from "node:fs"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { writeSleepingFlow } from "../testing/sleeping-flow.ts"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

const ECHO = `inputs: {x: {type: string}}
outputs: {y: {type: string, reference: "\${echo.output}"}}
nodes:
- {name: echo, type: typescript, source: {type: code, path: echo.ts}, inputs: {x: "\${inputs.x}"}}
`
let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

test("a table for a spreadsheet holds no formula", async () => {
  await studio.get("POST", "/flows", { path: "echo", type: "standard" })
  studio.write("echo/flow.dag.yaml", ECHO)
  studio.write("echo/echo.ts", "export default function echo(x: string) {\n  return x\n}\n")
  const cells = [
    "=1+1",
    "+2",
    "-3",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "\tcmd",
    "\r=1",
    "plain",
  ]
  studio.write("cells.jsonl", cells.map((x) => `${JSON.stringify({ x })}\n`).join(""))
  const { work, runs } = await studio.get<{ work: string; runs: string[] }>("POST", "/runs", {
    flow: "echo",
    data: "cells.jsonl",
    columnMapping: { x: "${data.x}" },
  })
  const lines = await studio.workLines(work)
  expect(lines.at(-1)?.event).toMatchObject({ type: "work-end", result: { state: "done" } })
  const answer = await studio.ask("GET", `/runs/${runs[0]}/export?format=csv`)
  const csv = await answer.text()
  expect(answer.headers.get("content-disposition")).toContain("attachment")
  expect(csv).toContain("'=1+1")
  expect(csv).toContain("plain")
  for (const cell of cells.slice(0, -1)) expect(csv).toContain(`'${cell.replaceAll('"', '""')}`)
  expect(csv.match(/(?:^|,|\n)"?[=+@]/)).toBeNull()
  expect(csv.match(/(?:^|,|\n)"?-(?!\d+(?:\.\d+)?[,\n])/)).toBeNull()
})

test("a report of a run carries its data as data, and runs nothing but its own script", async () => {
  await studio.get("POST", "/flows", { path: "marked", type: "standard" })
  studio.write("marked/flow.dag.yaml", ECHO)
  studio.write("marked/echo.ts", "export default function echo(x: string) {\n  return x\n}\n")
  const evil = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)>"
  studio.write("marked.jsonl", `${JSON.stringify({ x: evil })}\n`)
  const { work, runs } = await studio.get<{ work: string; runs: string[] }>("POST", "/runs", {
    flow: "marked",
    data: "marked.jsonl",
    columnMapping: { x: "${data.x}" },
  })
  await studio.workLines(work)
  const answer = await studio.ask("GET", `/runs/${runs[0]}/export?format=html`)
  expect(answer.headers.get("content-disposition")).toContain("attachment")
  const html = await answer.text()
  expect(html).not.toMatch(/alert\(1\)<|<img|<!-- /)
  const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? []
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/script-src 'sha256-[\w+/=]+'/)
  expect(policy).not.toContain("unsafe")
  const blocks = Array.from(html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g))
  expect(blocks.map(([, attributes]) => attributes?.trim())).toEqual([
    'type="application/json" id="data"',
    'type="module"',
  ])
  expect(blocks[0]?.[2]).not.toContain("<")
  expect(JSON.stringify(JSON.parse(blocks[0]?.[2] ?? ""))).toContain("onerror=alert(2)")
})

test("nodes of a bulk test record their calls, which the page of a line shows", async () => {
  await studio.get("POST", "/flows", { path: "said", type: "standard" })
  const say =
    '- {name: say, type: prompt, source: {type: code, path: say.jinja2}, inputs: {x: "${inputs.x}"}}\n'
  studio.write("said/flow.dag.yaml", `${ECHO}${say}`)
  studio.write("said/echo.ts", "export default function echo(x: string) {\n  return x\n}\n")
  studio.write("said/say.jinja2", "Say {{x}}")
  studio.write("said.jsonl", '{"x": "hello"}\n')
  const { work, runs } = await studio.get<{ work: string; runs: string[] }>("POST", "/runs", {
    flow: "said",
    data: "said.jsonl",
    columnMapping: { x: "${data.x}" },
  })
  await studio.workLines(work)
  const events = await (await studio.ask("GET", `/runs/${runs[0]}/events?line=0`)).text()
  const texts = events.trim().split("\n")
  const ended = texts
    .map((entry) => JSON.parse(JSON.parse(entry).journal.text))
    .find(({ type, node }) => type === "node-end" && node === "say")
  expect(ended.calls).toMatchObject([
    { name: "render_template_jinja2", inputs: { template: "Say {{x}}", x: "hello" }, output: "Say hello" },
  ])
})

test("a bulk test goes on when the server has gone", async () => {
  await using kept = await openTestStudio()
  writeSleepingFlow(kept, "sleeper")
  await kept.get("POST", "/flows/trust", { flow: "sleeper" })
  kept.write("rows.jsonl", '{"seconds": 1}\n{"seconds": 0}\n{"seconds": 1.5}\n')
  const start = () =>
    kept.get<{ runs: string[] }>("POST", "/runs", {
      flow: "sleeper",
      data: "rows.jsonl",
      columnMapping: { seconds: "${data.seconds}" },
      concurrency: 1,
    })
  const inTheMiddle = (await start()).runs[0] as string
  await vi.waitFor(() => expect(existsSync(join(kept.folder, "sleeper/pid.txt"))).toBe(true), {
    timeout: 20_000,
  })
  const atOnce = (await start()).runs[0] as string // its engine has not even read what it should do
  await kept.running[Symbol.asyncDispose]()
  await using api = await Millrace.open({ cwd: kept.folder, home: kept.home })
  for (const name of [inTheMiddle, atOnce])
    await vi.waitFor(
      async () => {
        const { state, counts } = await api.runs.get(name)
        expect([name, state, counts.done]).toEqual([name, "done", 3])
      },
      { timeout: 25_000, interval: 200 },
    )
})
