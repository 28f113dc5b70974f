import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { addModel } from "@internal/providers"
import { openStore } from "@internal/store"
import { afterAll, beforeAll, expect, test } from "vitest"
import { engineModules } from "../../../providers/src/local/install-engine.ts"
import { installScriptedEngine } from "../../../providers/testing/scripted-engine.ts"
import { Millrace } from "../millrace.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-model-file-")))
const home = join(folder, "home")
const weights = join(folder, "tiny.gguf")
let millrace: Millrace

beforeAll(async () => {
  writeFileSync(weights, "GGUF one")
  await addModel(weights, { home })
  const modules = engineModules(home)
  mkdirSync(dirname(modules), { recursive: true })
  renameSync(await installScriptedEngine(home), modules)
  writeFileSync(join(modules, "node-llama-cpp/package.json"), '{ "type": "module" }')
  const files = {
    "flow.dag.yaml": `inputs: {x: {type: string}}
outputs: {out: {type: string, reference: "\${say.output}"}}
nodes:
- {name: say, type: llm, source: {type: code, path: say.jinja2}, connection: mine, api: chat, inputs: {temperature: 0, x: "\${inputs.x}"}}
`,
    "say.jinja2": "user:\nsay:{{x}}",
    "rows.jsonl": '{"x":"a"}\n{"x":"b"}\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  millrace = await Millrace.open({ home, cwd: folder, env: {} })
  await millrace.connections.create({ name: "mine", type: "local", model: "tiny" })
})

afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Where the answers of a run came from. */
async function run(name: string): Promise<(string | undefined)[]> {
  const handle = await millrace.runs.create({ flow: ".", data: "rows.jsonl", name, cache: "use" })
  expect(await handle.result).toMatchObject({ state: "done", counts: { done: 2 } })
  await using store = await openStore({ home })
  const lines = await Promise.all([0, 1].map((line) => store.runs.line(name, line)))
  return lines.map((line) => line?.nodes.get("say")?.cache)
}

test("answers of a model on this machine are kept by its file, not by its name", async () => {
  expect(await run("first")).toEqual(["miss", "miss"])
  expect(await run("again")).toEqual(["hit", "hit"])
  // touched, but the same
  const { atime, mtime } = statSync(weights)
  utimesSync(weights, atime, new Date(mtime.getTime() + 1000))
  expect(await run("touched")).toEqual(["hit", "hit"])
  writeFileSync(weights, "GGUF two")
  expect(await run("replaced")).toEqual(["miss", "miss"])
  const [node] = (await millrace.runs.explain("replaced", { line: 0 })).nodes
  expect(node).toMatchObject({ changes: [{ part: "model file", what: "changed" }] })
})

test("a run does not go on with another model file than it began with, unless told", async () => {
  const handle = await millrace.runs.create({ flow: ".", data: "rows.jsonl", name: "cut", concurrency: 1 })
  for await (const event of handle.events()) if (event.type === "line-end") handle.cancel()
  expect(await handle.result).toMatchObject({ state: "cancelled", counts: { done: 1 } })
  writeFileSync(weights, "GGUF 3")
  await expect(millrace.runs.resume("cut")).rejects.toThrow("changed since: the model file of node say")
  const resumed = await millrace.runs.resume("cut", { acceptChanges: true })
  expect(await resumed.result).toMatchObject({ state: "done", counts: { done: 2 } })
})
