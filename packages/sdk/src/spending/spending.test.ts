// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CALL_COST, PricedModel, writeFlows } from "../groups/testing/priced-model.ts"
import type { RunOptions } from "../index.ts"
import { Millrace } from "../millrace.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-spending-")))
const home = join(folder, "home")
let millrace: Millrace
let model: PricedModel

beforeAll(async () => {
  writeFlows(folder)
  writeFlows(join(folder, "unpriced"), "nobodys-model")
  model = await PricedModel.start()
  millrace = await Millrace.open({ home, cwd: folder, env: {} })
  await model.connect(millrace)
})

afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const LINE_TOKENS = 240
const LINE_COST = 2 * CALL_COST

async function run(options: Partial<RunOptions>) {
  const handle = await millrace.runs.create({ flow: "flow", data: "data.jsonl", concurrency: 1, ...options })
  return handle.result
}

describe("a cap", () => {
  it("stops a run before the line that would go beyond, and can be raised when it goes on", async () => {
    const first = await run({ name: "tokens", maxTokens: 5 * LINE_TOKENS + 10 })
    expect(first).toMatchObject({ state: "cancelled", counts: { done: 5 }, status: "Canceled" })
    expect(first.usage.total_tokens).toBe(5 * LINE_TOKENS)
    expect(first.error?.message).toContain("its cap of 1,210 tokens: 1,200 tokens are spent")
    expect(first.error?.millrace?.hint).toContain("millrace run resume tokens --max-tokens 2420")
    // the cap is the run's: going on without another one starts nothing
    const still = await (await millrace.runs.resume("tokens")).result
    expect(still).toMatchObject({ state: "cancelled", counts: { done: 5 } })
    const going = await millrace.runs.resume("tokens", { maxTokens: 9 * LINE_TOKENS })
    // of a run that is killed now, nothing may say that its files are complete
    const complete: unknown[] = []
    for await (const event of going.events())
      if (event.type === "line-start")
        complete.push((await millrace.runs.get("tokens")).properties.system_metrics)
    const raised = await going.result
    expect(complete).toEqual(Array(4).fill({}))
    expect(raised.properties.system_metrics).toMatchObject({ total_tokens: 9 * LINE_TOKENS })
    expect(raised).toMatchObject({ state: "cancelled", counts: { done: 9 } })
    const done = await (await millrace.runs.resume("tokens", { maxTokens: 100_000 })).result
    expect(done).toMatchObject({ state: "done", counts: { done: 12 } })
    expect(done.usage.total_tokens).toBe(12 * LINE_TOKENS)
  })

  it("lets a run end that it is enough for", async () => {
    expect(await run({ name: "enough", maxTokens: 12 * LINE_TOKENS })).toMatchObject({ state: "done" })
  })

  it("goes beyond by no more than the lines that nothing was known of", async () => {
    const wide = await run({ name: "wide", maxTokens: 6 * LINE_TOKENS, concurrency: 4 })
    expect(wide.state).toBe("cancelled")
    expect(wide.usage.total_tokens).toBeGreaterThanOrEqual(4 * LINE_TOKENS)
    expect(wide.usage.total_tokens).toBeLessThanOrEqual(6 * LINE_TOKENS)
  })

  it("can be on money, where every model has a price", async () => {
    const first = await run({ name: "money", maxCost: 3.5 * LINE_COST })
    expect(first).toMatchObject({ state: "cancelled", counts: { done: 3 } })
    expect(first.cost.known).toBeCloseTo(3 * LINE_COST, 9)
    const unknown = await run({ name: "unknown", flow: "unpriced/flow", maxCost: 1 })
    expect(unknown.state).toBe("cancelled")
    expect(unknown.error?.message).toContain("nobody knows the price of nobodys-model")
    expect(unknown.cost).toMatchObject({ known: 0, unknown: ["nobodys-model"] })
    expect(unknown.counts.done).toBeLessThanOrEqual(1)
  })
})

describe("a cap on aggregation nodes", () => {
  const CALL = 120
  const llm = (name: string, input: string, more = "") =>
    `- {name: ${name}, type: llm, aggregation: true, source: {type: code, path: ${name}.jinja2}, connection: priced, api: chat, inputs: {model: gpt-4o-mini, temperature: 0, all: "${input}"}${more}}`

  /** One call a line, then two or more, one after the other. */
  function writeReport(name: string, ...nodes: string[]) {
    mkdirSync(join(folder, name), { recursive: true })
    const files = {
      "flow.dag.yaml": `inputs: {x: {type: string}}
outputs: {out: {type: string, reference: "\${say.output}"}}
nodes:
- {name: say, type: llm, source: {type: code, path: say.jinja2}, connection: priced, api: chat, inputs: {model: gpt-4o-mini, temperature: 0, x: "\${inputs.x}"}}
${nodes.join("\n")}
`,
      "say.jinja2": "user:\n{{x}}",
      "sum.jinja2": "user:\nsum of {{all | length}}",
      "title.jinja2": "user:\ntitle of {{all}}",
      "judge.py": `from promptflow.core import tool, log_metric
from promptflow.connections import OpenAIConnection
from promptflow.tools.openai import chat
@tool
def judge(all: list, connection: OpenAIConnection):
    log_metric("lines", len(all))
    try:
        return chat(connection, prompt="user:\\njudge", model="gpt-4o-mini", temperature=0)
    except Exception:
        return "nobody asked"
`,
    }
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text)
  }

  it("stops before the call that would go beyond, and pays for no answer twice when it goes on", async () => {
    writeReport("report", llm("sum", "${say.output}"), llm("title", "${sum.output}"))
    model.asked.length = 0
    const options = { name: "report", flow: "report", maxTokens: 13 * CALL + 3 }
    const first = await run(options)
    expect(first).toMatchObject({ state: "cancelled", counts: { done: 12, failed: 0 }, status: "Canceled" })
    expect(first.usage.total_tokens).toBe(13 * CALL)
    expect(first.error?.millrace?.code).toBe("RUN_CAP_REACHED")
    expect(first.error?.message).toContain("the next call of an aggregation node takes about")
    expect(model.asked.slice(12)).toEqual(["sum of 12"])
    expect(await (await millrace.runs.resume("report")).result).toMatchObject({ state: "cancelled" })
    const done = await (await millrace.runs.resume("report", { maxTokens: 20 * CALL })).result
    expect(done).toMatchObject({ state: "done", counts: { done: 12 }, error: null })
    expect(model.asked.slice(12)).toEqual(["sum of 12", "title of sum of 12"])
    expect(done.usage.total_tokens).toBe(14 * CALL)
  })

  it("holds on money, for calls of code, and whatever the node's policy says", async () => {
    const skip = ", x-millrace: {on_error: skip, retry: {times: 2}}"
    const judge = `- {name: judge, type: python, aggregation: true, source: {type: code, path: judge.py}, inputs: {all: "\${say.output}", connection: priced}${skip}}`
    writeReport("judged", judge)
    const capped = await run({ name: "judged", flow: "judged", maxCost: 12.01 * CALL_COST })
    expect(capped).toMatchObject({ state: "cancelled", counts: { done: 12 }, metrics: { lines: 12 } })
    expect(capped.cost.known).toBeCloseTo(12 * CALL_COST, 9)
    const done = await (await millrace.runs.resume("judged", { maxCost: 1 })).result
    expect(done).toMatchObject({ state: "done", metrics: { lines: 12 } })
    expect(done.cost.known).toBeCloseTo(13 * CALL_COST, 9)
  })

  it("lets nodes run that ask nobody", async () => {
    writeReport("counted", llm("sum", "${say.output}", ', activate: {when: "${inputs.x}", is: none}'))
    const done = await run({ name: "counted", flow: "counted", maxTokens: 12 * CALL })
    expect(done).toMatchObject({ state: "done", counts: { done: 12 } })
  })
})

describe("prices", () => {
  it("of the user win over the table, and reach the runs from then on", async () => {
    writeFileSync(
      join(home, "prices.yaml"),
      "nobodys-model: {input: 1, output: 2}\ngpt-4o-mini: {input: 10, output: 0}\n",
    )
    const own = await run({ name: "own", flow: "unpriced/flow", limit: 1 })
    expect(own.cost).toMatchObject({ unknown: [], known: expect.closeTo((2 * (100 + 40)) / 1e6, 9) })
    expect(own.cost.models).toEqual([
      { model: "nobodys-model", calls: 2, inputTokens: 200, outputTokens: 40, cost: expect.any(Number) },
    ])
    const changed = await run({ name: "changed", limit: 1 })
    expect(changed.cost.known).toBeCloseTo((2 * 100 * 10) / 1e6, 9)
    expect((await millrace.runs.get("enough")).cost.known).toBeCloseTo(12 * LINE_COST, 9)
    writeFileSync(join(home, "prices.yaml"), "gpt-4o: cheap\n")
    await expect(run({ name: "bad", limit: 1 })).rejects.toThrow("the price of gpt-4o must have")
    rmSync(join(home, "prices.yaml"))
  })
})

describe("an estimate", () => {
  it("runs a few lines, spread over the data, and scales them up", async () => {
    model.asked.length = 0
    const handle = await millrace.runs.estimate({ flow: "flow", data: "data.jsonl" })
    const estimate = await handle.result
    expect(model.asked.toSorted()).toEqual(["a10", "a10", "a2", "a2", "a6", "a6"])
    expect(estimate).toMatchObject({ runs: 1, lines: 12, sampled: 3, failed: 0, unknown: [] })
    expect(estimate.tokens).toEqual({ amount: 2880, low: 2880, high: 2880 })
    expect(estimate.cost?.amount).toBeCloseTo(12 * LINE_COST, 9)
    expect(estimate.spent.tokens).toBe(3 * LINE_TOKENS)
    const [sample] = estimate.samples
    expect((await millrace.runs.get(sample ?? "")).archived).toBe(true)
  })

  it("adds up the variants and repeats of a group, and says when a price is missing", async () => {
    const options = { flow: "unpriced/flow", data: "data.jsonl", vary: "all" as const, repeat: 2, sample: 2 }
    const estimate = await (await millrace.runs.estimate(options)).result
    expect(estimate).toMatchObject({ runs: 8, lines: 96, sampled: 8, cost: null, unknown: ["nobodys-model"] })
    expect(estimate.tokens.amount).toBe(96 * LINE_TOKENS)
  })

  it("has the evaluations of each run in it, and says of which nothing is known", async () => {
    const score = { flow: "score", columnMapping: { x: "${run.outputs.out}" } }
    mkdirSync(join(folder, "score"), { recursive: true })
    writeFileSync(join(folder, "score", "say.jinja2"), "user:\n{{x}}")
    const node = (name: string, x: string, more: string) =>
      `- {name: ${name}, type: llm, source: {type: code, path: say.jinja2}, connection: priced, api: chat, inputs: {model: gpt-4o-mini, temperature: 0, x: "${x}"}${more}}\n`
    writeFileSync(
      join(folder, "score", "flow.dag.yaml"),
      `inputs: {x: {type: string}}\noutputs: {s: {type: string, reference: "\${grade.output}"}}\nnodes:\n${node("grade", "${inputs.x}", "")}${node("sum", "${grade.output}", ", aggregation: true")}`,
    )
    const broken = { flow: "grade", columnMapping: { y: "${data.nothing}" } }
    const options = { flow: "flow", data: "data.jsonl", repeat: 2, evaluations: [score, broken] }
    const estimate = await (await millrace.runs.estimate(options)).result
    expect(estimate.parts).toMatchObject([
      { label: "defaults", runs: 2, lines: 24, calls: { amount: 48 }, tokens: { amount: 48 * 120 } },
      // a call a line, and one for each run
      { label: "score", evaluates: "defaults", runs: 2, lines: 24, sampled: 3, calls: { amount: 26 } },
      { label: "grade", evaluates: "defaults", problem: { message: expect.stringContaining("nothing") } },
    ])
    expect(estimate.parts[1]?.cost?.amount).toBeCloseTo(26 * CALL_COST, 9)
    expect(estimate).toMatchObject({ runs: 2, lines: 24, cost: null, calls: { amount: 74 } })
    expect(estimate.spent.tokens).toBe((6 + 3 + 1) * 120)
    for (const name of estimate.samples) expect((await millrace.runs.get(name)).archived).toBe(true)
  })
})
