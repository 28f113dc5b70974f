import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { toPlain } from "@internal/value"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Progress } from "../api/execution.ts"
import { Millrace } from "../millrace.ts"
import { EchoModel } from "../prompty/testing/echo-model.ts"

const fixtures = join(import.meta.dirname, "__fixtures__")
const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-called-")))
const flow = (name: string) => join(folder, "flows", name)
let model: EchoModel
let millrace: Millrace

beforeAll(async () => {
  cpSync(join(fixtures, "flows"), join(folder, "flows"), { recursive: true })
  model = await EchoModel.start()
  millrace = await Millrace.open({
    profile: "pf",
    cwd: folder,
    env: { ...process.env, HOME: folder, MILLRACE_HOME: join(folder, "home") },
  })
  for (const [name, key] of [
    ["mine", "sk-aaaa"],
    ["other", "sk-bbbb"],
  ])
    await millrace.connections.create({ name, type: "open_ai", api_key: key, base_url: `${model.url}/v1` })
})

afterAll(async () => {
  await millrace?.[Symbol.asyncDispose]()
  await model?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function rows(name: string): Promise<unknown[]> {
  const { output } = await millrace.runs.get(name)
  const text = readFileSync(join(String(output), "..", "outputs.jsonl"), "utf8")
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
}

/** `asking.json` is what the original answered for the same flows. */
it("code of a flow calls flows and the client as in the original (surface 2.1)", async () => {
  model.take()
  const handle = millrace.flows.test({ flow: flow("asking"), inputs: { q: "hi" }, output: false })
  const { status, output, error, usage } = await handle.result
  expect(error).toBeUndefined()
  expect(status).toBe("done")
  const { seen } = toPlain(output) as { seen: Record<string, unknown> }
  expect(seen).toEqual(JSON.parse(readFileSync(join(fixtures, "asking.json"), "utf8")))
  const asked = model.take().map(({ headers, body }) => [headers.authorization, body.model])
  expect(asked).toEqual([
    ["Bearer sk-aaaa", "m2"],
    ["Bearer sk-bbbb", "m9"],
    ["Bearer sk-fresh", "m1"],
    ["Bearer sk-aaaa", "m1"],
  ])
  expect(usage.total_tokens).toBe(3 * 18 + 17) // those of the streamed answer are counted here
}, 60_000)

it("a class calls flows from its constructor, for each line and to aggregate", async () => {
  const data = join(folder, "two.jsonl")
  writeFileSync(data, '{"q":"abc"}\n{"q":"hi"}\n')
  const run = await (
    await millrace.runs.create({
      flow: flow("class"),
      data,
      name: "counted",
      columnMapping: { q: "${data.q}" },
    })
  ).result
  expect([run.status, toPlain(run.metrics.lines ?? null)]).toEqual(["Completed", 2])
  expect(await rows("counted")).toEqual([
    { num: 3, made: 1, said: '1 messages; user: "abc"', line_number: 0 },
    { num: 2, made: 1, said: '1 messages; user: "hi"', line_number: 1 },
  ])
  expect(run.usage.total_tokens).toBe(2 * 18)
}, 60_000)

interface Traced {
  name: string
  system_metrics: { total_tokens?: number }
  children: Traced[]
}

/** The tree is the original's; of nodes that are ready together either may be first. */
it("calls of a called flow are traced below the code that called it (spec 9.2)", async () => {
  const output = join(folder, "traced")
  const environment = { PF_DISABLE_TRACING: "false" }
  await millrace.flows.test({ flow: flow("class"), inputs: { q: "abc" }, environment, output }).result
  const { flow_runs } = JSON.parse(readFileSync(join(output, "flow.detail.json"), "utf8"))
  const tree = (call: Traced): unknown[] => [
    call.name,
    call.system_metrics.total_tokens ?? null,
    call.children.map(tree).sort(),
  ]
  expect(flow_runs[0].api_calls.map(tree)).toEqual([
    [
      "Counted",
      18,
      [
        ["OpenAI.chat", 18, [["openai_chat", 18, []]]],
        ["num", null, []],
        ["size", null, []],
        ["up", null, []],
      ],
    ],
  ])
}, 60_000)

it("flows that call flows that call flows do not wait for each other", async () => {
  const data = join(folder, "many.jsonl")
  const names = Array.from({ length: 16 }, (_, i) => `l${i}`)
  writeFileSync(data, names.map((q) => `${JSON.stringify({ q })}\n`).join(""))
  const options = {
    flow: flow("deep"),
    data,
    name: "deep",
    concurrency: 16,
    columnMapping: { q: "${data.q}" },
  }
  const run = await (await millrace.runs.create(options)).result
  expect(run.status).toBe("Completed")
  expect(await rows("deep")).toEqual(names.map((q, i) => ({ r: [2, 1, q], line_number: i })))
}, 60_000)

it("a called flow ends with the line that called it", async () => {
  const data = join(folder, "slow.jsonl")
  writeFileSync(data, '{"q":"slow"}\n{"q":"quick"}\n')
  const started = Date.now()
  const options = {
    flow: flow("deep"),
    data,
    name: "slow",
    lineTimeout: 3,
    columnMapping: { q: "${data.q}" },
  }
  const run = await (await millrace.runs.create(options)).result
  expect(JSON.stringify(run.error)).toContain("Line 0 execution timeout for exceeding 3 seconds")
  expect(await rows("slow")).toEqual([{ r: [2, 1, "quick"], line_number: 1 }])
  expect(Date.now() - started).toBeLessThan(30_000) // the tool sleeps for 60
}, 60_000)

it("a test takes other values for its flow's file, of the variant that runs (spec 1.9)", async () => {
  const { output } = await millrace.flows.test({
    flow: flow("model"),
    inputs: { q: "hi" },
    variant: "${ask.two}",
    overrides: { "nodes.ask.inputs.q": "over", "nodes.size.inputs.q": "${inputs.q}" },
    output: false,
  }).result
  expect(toPlain(output)).toEqual({ answer: '2 messages; user: "over"', size: 2 })
}, 30_000)

it("what a generator prints while it is read is shown, and kept nowhere, as in the original (spec 3.11)", async () => {
  const handle = millrace.flows.test({
    flow: flow("pieces"),
    inputs: { q: "a" },
    output: join(folder, "out"),
  })
  const told: Progress[] = []
  for await (const progress of handle.events()) told.push(progress)
  const logs = told.flatMap((progress) => (progress.type === "log" ? [progress.text] : []))
  expect(logs.slice(-3)).toEqual(["piece 0\n", "piece 1\n", "piece 2\n"])
  expect(readFileSync(join(folder, "out", "flow.log"), "utf8")).not.toContain("piece")
}, 30_000)

/** Each answer is the original's for the same script. */
it("a script's flows see its variables and its folder, and give their text as it comes (surface 2.1)", async () => {
  writeFileSync(
    join(folder, "script.py"),
    `import json, os
from promptflow.client import PFClient, load_flow
from promptflow.entities import FlowContext
os.environ["OF_CODE"] = "from the script"
pieces = load_flow("flows/pieces")
pieces.context = FlowContext(streaming=True)
seen = [
    load_flow("flows/inner")(a="x")["up"],
    PFClient().test("flows/inner", inputs={"a": "x"})["up"],
    [piece for piece in pieces(q="a")["answer"]],
]
json.dump(seen, open("seen.json", "w"))
`,
  )
  expect(await millrace.runScript({ script: "script.py" })).toBe(0)
  const here = folder.split("/").at(-1)
  expect(JSON.parse(readFileSync(join(folder, "seen.json"), "utf8"))).toEqual([
    `X! [None, None, 'from the script'] ${here}`,
    "X! ['from its file', None, 'from the script'] inner",
    ["a0", 1, "a2"],
  ])
}, 60_000)
