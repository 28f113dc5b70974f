import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { CallResult } from "@internal/schema"
import { fromPlain, Json } from "@internal/value"
import { afterAll, beforeAll, expect, test } from "vitest"
import { JavascriptRunner } from "./javascript-runner.ts"

const TOOLS = {
  "ok.ts":
    "enum Kind { A = 'a' }\nexport default function ok(n: number, list: string[]) { return { n, list, kind: Kind.A } }",
  "by-object.mjs": "export const f = async ({ a, b = 2 }) => { console.log('seen', a); return a + b }",
  "gen.mjs": "export function* gen(n) { for (let i = 0; i < n; i++) yield i }",
  "throws.mjs": "export function f() { throw new RangeError('too far') }",
  "hangs.mjs": "export function f() { for (;;); }",
  "waits.mjs":
    "export async function f(ms) { await new Promise((done) => setTimeout(done, ms)); console.log('once'); return 'waited' }",
  "exits.mjs": "export function f() { process.exit(3) }",
  "env.mjs":
    "export function f() { return [process.env.FROM_FLOW, process.env.MILLRACE_SECRET_KEY ?? null] }",
  "children.mjs": `import cp, { execSync, fork, spawn, spawnSync } from "node:child_process"
const ended = (child) => new Promise((resolve) => child.on("close", resolve))
export async function f() {
  const sh = (text, options) => ["/bin/sh", ["-c", text], options]
  await ended(spawn(...sh("echo spawned; echo wrong >&2", { stdio: "inherit" })))
  await ended(cp.spawn(...sh("cat; echo turned", { stdio: ["inherit", process.stderr, 1] })))
  await ended(fork(new URL("./forked.mjs", import.meta.url)))
  const { stdout, status } = spawnSync(...sh("echo waited", { stdio: "inherit" }))
  const shell = execSync("echo shell", { stdio: "inherit" })
  const own = execSync("echo own").toString() + spawnSync(...sh("echo kept")).stdout
  return [stdout, status, shell, own]
}`,
  "forked.mjs": "console.log('forked'); process.disconnect()",
  "ends.mjs": `export async function f({ how }) {
  if (how === "exit") process.exit(3)
  if (how === "kill") process.kill(process.pid, "SIGKILL")
  if (how === "late") setTimeout(() => { throw new Error("late") }, 1)
  if (how === "nobody") Promise.reject(new Error("nobody"))
  await new Promise((resolve) => setTimeout(resolve, 2000))
}`,
}
let folder: string
let runner: JavascriptRunner

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-js-"))
  for (const [name, text] of Object.entries(TOOLS)) writeFileSync(join(folder, name), text)
  runner = new JavascriptRunner({ folder, environment: { FROM_FLOW: "yes" } })
})
afterAll(async () => {
  await runner[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

async function call(path: string, args: Record<string, unknown>, signal = new AbortController().signal) {
  const logs: string[] = []
  await using session = await runner.open(0, signal)
  const result: CallResult = await session.call(
    {
      node: "n",
      source: { type: "code", path },
      line: 0,
      init: new Map(),
      args: new Map(Object.entries(args).map(([k, v]) => [k, { kind: "json", json: Json.of(fromPlain(v)) }])),
    },
    { log: (stream, text) => logs.push(`${stream} ${text}`), delta: () => {}, metric: () => {} },
    signal,
  )
  return { output: result.value.kind === "json" ? result.value.json.text : undefined, logs }
}

test("arguments go by name to parameters, or as one object; full TypeScript runs", async () => {
  expect((await call("ok.ts", { list: ["x"], n: 1 })).output).toBe('{"n":1,"list":["x"],"kind":"a"}')
  expect((await call("by-object.mjs", { a: 40 })).output).toBe("42")
})

test("what a tool prints is its node's log, never stdout", async () => {
  const { logs } = await call("by-object.mjs", { a: 1 })
  expect(logs).toEqual([expect.stringMatching(/^stdout \[[\d:T-]+\+0000\] seen 1\n$/)])
})

test.skipIf(process.platform === "win32")("so is what its child processes print", async () => {
  const { output, logs } = await call("children.mjs", {})
  expect(JSON.parse(output ?? "")).toEqual([null, 0, null, "own\nkept\n"])
  const said = logs.map((log) => log.replace(/ \[.*?\] /, " ").trim())
  expect(said.toSorted()).toEqual([
    "stderr turned",
    "stderr wrong",
    "stdout forked",
    "stdout shell",
    "stdout spawned",
    "stdout waited",
  ])
})

test("a generator's items are joined", async () => {
  expect((await call("gen.mjs", { n: 3 })).output).toBe('"012"')
})

test("a tool that throws fails its node with its own words", async () => {
  await expect(call("throws.mjs", {})).rejects.toMatchObject({
    code: "TOOL_FAILED",
    data: { node_name: "n", type: "RangeError", detail: "too far" },
  })
})

test("a tool that never returns, or ends the thread, is stopped and the next call works", async () => {
  await expect(call("hangs.mjs", {}, AbortSignal.timeout(300))).rejects.toMatchObject({ code: "TOOL_FAILED" })
  await expect(call("exits.mjs", {})).rejects.toMatchObject({ code: "TOOL_FAILED" })
  expect((await call("gen.mjs", { n: 1 })).output).toBe('"0"')
})

test("a call that ends the process or throws behind its back fails alone", async () => {
  const beside = call("waits.mjs", { ms: 300 })
  const ends: [string, string][] = [
    ["exit", "the tool called process.exit(3)"],
    ["kill", "the tool called process.kill of its own process (SIGKILL)"],
    ["late", "late"],
    ["nobody", "nobody"],
  ]
  for (const [how, detail] of ends) {
    await expect(call("ends.mjs", { how })).rejects.toMatchObject({ code: "TOOL_FAILED", data: { detail } })
  }
  expect((await beside).output).toBe('"waited"')
})

test("it sees the flow's environment and none of ours", async () => {
  expect((await call("env.mjs", {})).output).toBe('["yes",null]')
})

test("a call that hangs is stopped without harm to the other lines of its thread", async () => {
  const hangs = call("hangs.mjs", {}, AbortSignal.timeout(300))
  const behind = [call("by-object.mjs", { a: 1 }), call("gen.mjs", { n: 2 })] // the thread never gets to them
  await expect(hangs).rejects.toMatchObject({ code: "TOOL_FAILED" })
  expect((await Promise.all(behind)).map(({ output }) => output)).toEqual(["3", '"01"'])
})

test("calls that another one does not let begin go to another thread", async () => {
  const stop = new AbortController()
  const hangs = call("hangs.mjs", {}, stop.signal)
  expect((await call("gen.mjs", { n: 2 })).output).toBe('"01"')
  stop.abort()
  await expect(hangs).rejects.toMatchObject({ code: "TOOL_FAILED" })
})

test("a call that waits too long is stopped, and those beside it end where they are, once", async () => {
  const long = call("waits.mjs", { ms: 60_000 }, AbortSignal.timeout(200))
  const beside = call("waits.mjs", { ms: 900 })
  await expect(long).rejects.toMatchObject({ code: "TOOL_FAILED" })
  const { output, logs } = await beside
  expect(output).toBe('"waited"')
  expect(logs).toHaveLength(1)
})
