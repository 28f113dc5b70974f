import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { GroupOptions, Progress } from "../index.ts"
import { Millrace } from "../millrace.ts"
import { CALL_COST, PricedModel, writeFlows } from "./testing/priced-model.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-groups-")))
let millrace: Millrace
let model: PricedModel

beforeAll(async () => {
  writeFlows(folder)
  model = await PricedModel.start()
  millrace = await Millrace.open({ home: join(folder, "home"), cwd: folder, env: {} })
  await model.connect(millrace)
})

afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const flow = "flow"
const data = "data.jsonl"
const evaluate = { flow: "grade", columnMapping: { said: "${run.outputs.out}", truth: "${data.x}" } }

async function group(options: Partial<GroupOptions>) {
  const handle = await millrace.runs.createMany({ flow, data, ...options })
  return handle.result
}

describe("variants of a flow", () => {
  it("run one factor at a time: the defaults and each other variant of each node", async () => {
    const { runs, evaluations, refused } = await group({ name: "all", vary: "all", evaluate })
    expect(refused).toEqual([])
    expect(runs.map((run) => [run.name, run.properties.node_variant, run.displayName])).toEqual([
      ["all_defaults", undefined, "all defaults"],
      ["all_first.loud", "${first.loud}", "all first.loud"],
      ["all_first.odd", "${first.odd}", "all first.odd"],
      ["all_second.twice", "${second.twice}", "all second.twice"],
    ])
    expect(runs.map((run) => run.properties.group)).toEqual(Array(4).fill("all"))
    expect(evaluations.map((run) => [run.run, run.metrics.accuracy])).toEqual([
      ["all_defaults", 1],
      ["all_first.loud", 0],
      ["all_first.odd", expect.closeTo(3 / 12)],
      ["all_second.twice", 0],
    ])
    expect(runs[0]?.cost).toMatchObject({ unknown: [], known: expect.closeTo(24 * CALL_COST, 9) })
    expect((await millrace.runs.list({ group: "all" })).map((run) => run.name)).toHaveLength(4)
    expect(await millrace.runs.list({ group: "al" })).toEqual([])
  })

  it("are compared as a group, by segment, with the rows that changed and the page of it", async () => {
    const result = await millrace.runs.compare({ group: "all", segment: "kind" })
    expect(Object.values(result.labels)).toEqual(["defaults", "first.loud", "first.odd", "second.twice"])
    expect(result.verdict).toContain("first.odd is worse than defaults on accuracy: 0.25 against 1.00")
    expect(result.comparison.correction.families).toEqual([{ metrics: ["accuracy"], tests: 3 }])
    const odd = result.changed.find(({ run }) => run === "all_first.odd")
    expect(odd).toMatchObject({ metric: "accuracy", improved: 0, worsened: 9 })
    expect(odd?.rows[0]).toEqual({
      line: 0,
      direction: "worsened",
      before: 1,
      after: 0,
      inputs: new Map([["x", "a0"]]),
      base: [new Map([["out", "a0"]])],
      other: [new Map([["out", "no"]])],
    })
    const segments = result.comparison.segments?.metrics[0]?.segments
    expect(segments?.map(({ segment, rows }) => [segment, rows])).toEqual([
      ["even", 6],
      ["odd", 6],
    ])
    expect(segments?.map(({ values }) => values[2]?.value)).toEqual([1 / 6, 2 / 6])
    expect(result.cost[0]?.costPerLine).toBeCloseTo(2 * CALL_COST, 9)

    const page = await readFile(await millrace.runs.writeComparison(result, "compare.html"), "utf8")
    expect(page).toContain("Content-Security-Policy\" content=\"default-src 'none'")
    expect(page.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/g)).toBeNull()
    const block = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page)?.[1]
    expect(JSON.parse(block ?? "")).toMatchObject({ base: "defaults", segments: { column: "kind" } })
  })

  it("run as a grid, or those that are named", async () => {
    const { runs } = await group({ name: "grid", vary: "grid", limit: 1 })
    expect(runs.map((run) => run.properties.group_variant)).toEqual([
      "defaults",
      "second.twice",
      "first.loud",
      "first.loud+second.twice",
      "first.odd",
      "first.odd+second.twice",
    ])
    expect(runs[3]?.properties.node_variants).toEqual({ first: "loud", second: "twice" })
    const details = await millrace.runs.details("grid_first.loud_second.twice")
    expect(details.rows[0]?.at(-1)).toBe("A0A0")
    const named = await group({ name: "named", vary: ["${second.twice}"], limit: 1 })
    expect(named.runs.map((run) => run.properties.group_variant)).toEqual(["defaults", "second.twice"])
  })

  it("are refused before anything runs when there is no such variant, or a name is taken", async () => {
    model.asked.length = 0
    await expect(group({ vary: ["${first.none}"] })).rejects.toThrow("first has no variant none")
    await expect(group({ name: "all", vary: "all" })).rejects.toMatchObject({ code: "RUN_EXISTS" })
    await expect(group({ flow: "grade", vary: "all" })).rejects.toThrow("A flex flow has no variants")
    await expect(group({ vary: "all", variant: "${first.loud}" })).rejects.toMatchObject({
      code: "VARIANT_INVALID",
    })
    expect(model.asked).toEqual([])
  })
})

describe("variants with a cache", () => {
  it("share what they have in common, and pay for it once", async () => {
    writeFileSync(join(folder, "fresh.jsonl"), '{"x":"fresh 1"}\n{"x":"fresh 2"}\n')
    model.asked.length = 0
    const { runs } = await group({
      name: "shared",
      data: "fresh.jsonl",
      vary: ["${second.twice}"],
      cache: "use",
    })
    // both nodes of the defaults ask the same; the variant's own node asks something else
    expect(model.asked.toSorted()).toEqual(["fresh 1", "fresh 1fresh 1", "fresh 2", "fresh 2fresh 2"])
    expect(runs.map((run) => run.cost.models[0]?.calls)).toEqual([2, 2])
    expect(runs[1]?.cost.known).toBeCloseTo(2 * CALL_COST, 9)
  })
})

describe("repeats", () => {
  it("ask the model every time, and count a row once", async () => {
    model.asked.length = 0
    const { runs } = await group({ name: "again", vary: ["${first.odd}"], repeat: 3, cache: "use", evaluate })
    expect(runs.map((run) => run.name)).toEqual([
      "again_defaults_1",
      "again_defaults_2",
      "again_defaults_3",
      "again_first.odd_1",
      "again_first.odd_2",
      "again_first.odd_3",
    ])
    expect(model.asked).toHaveLength(6 * 12 * 2)
    const { comparison, notes } = await millrace.runs.compare({ group: "again" })
    expect(comparison.runs).toEqual(["defaults", "first.odd"])
    expect(comparison.repeats?.defaults).toHaveLength(3)
    expect(comparison.metrics[0]?.variants[0]).toMatchObject({ rows: 12, difference: -0.75 })
    expect(notes[1]).toContain("Repeats of a row count as one row")
    // repeats of one variant alone are compared with one another
    const noise = await millrace.runs.compare({ runs: ["again_defaults_1", "again_defaults_2"] })
    expect(noise.comparison.metrics[0]?.variants[0]?.outcome).toBe("same")
  })
})

describe("a group that goes on for long", () => {
  it("tells what each run does, and begins no other once it is cancelled", async () => {
    const handle = await millrace.runs.createMany({ flow, data, name: "cut", vary: "all", concurrency: 1 })
    const seen: Progress[] = []
    const following = (async () => {
      for await (const progress of handle.events()) {
        seen.push(progress)
        if (progress.type === "line-end") handle.cancel()
      }
    })()
    const { runs } = await handle.result
    await following
    expect(runs.map((run) => [run.name, run.state])).toEqual([["cut_defaults", "cancelled"]])
    expect(seen[0]).toMatchObject({ type: "group", group: "cut" })
    expect(seen[0]).toHaveProperty("members.length", 4)
    // nothing is asked again, and what never began begins
    const whole = await (await millrace.runs.resumeGroup("cut")).result
    expect(whole.runs.map((run) => [run.name, run.state, run.counts.done])).toEqual([
      ["cut_defaults", "done", 12],
      ["cut_first.loud", "done", 12],
      ["cut_first.odd", "done", 12],
      ["cut_second.twice", "done", 12],
    ])
    expect(whole.runs.map((run) => run.usage.total_tokens)).toEqual(Array(4).fill(12 * 240))
    model.asked.length = 0
    expect((await (await millrace.runs.resumeGroup("cut")).result).runs).toHaveLength(4)
    expect(model.asked).toEqual([])
    await expect(group({ name: "cut", vary: "all" })).rejects.toMatchObject({
      code: "RUN_EXISTS",
      hint: expect.stringContaining("millrace run resume cut"),
    })
    await expect(millrace.runs.resumeGroup("nobody")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" })
  })

  it("shares its caps among its runs", async () => {
    const { runs } = await group({ name: "capped", vary: "all", maxTokens: 12 * 240 + 500, concurrency: 1 })
    expect(runs.map((run) => run.state)).toEqual(["done", "cancelled"])
    const total = runs.reduce((sum, run) => sum + run.usage.total_tokens, 0)
    expect(total).toBe(12 * 240 + 480)
    const more = await millrace.runs.resumeGroup("capped", { maxTokens: 25 * 240 })
    expect((await more.result).runs.map(({ state, counts }) => [state, counts.done])).toEqual([
      ["done", 12],
      ["done", 12],
      ["cancelled", 1],
    ])
  })

  it("can be evaluated afterwards", async () => {
    const handle = await millrace.runs.evaluateGroup({ group: "grid", ...evaluate })
    const { evaluations } = await handle.result
    expect(evaluations).toHaveLength(6)
    expect(evaluations[0]).toMatchObject({ name: "grid_defaults_scores", run: "grid_defaults" })
    await expect(millrace.runs.evaluateGroup({ group: "nobody", ...evaluate })).rejects.toThrow(
      "There is no group nobody",
    )
  })
})
