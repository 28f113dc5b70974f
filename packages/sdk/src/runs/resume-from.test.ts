import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { cp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { toPlain } from "@internal/value"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Millrace } from "../millrace.ts"

const FLOW = `inputs:
  a: {type: string}
  n: {type: int, default: 3}
outputs:
  up: {type: string, reference: "\${up.output.text}"}
  env: {type: string, reference: "\${up.output.env}"}
nodes:
- {name: up, type: python, source: {type: code, path: up.py}, inputs: {a: "\${inputs.a}", n: "\${inputs.n}"}}
- name: count
  type: python
  source: {type: code, path: count.py}
  inputs: {ups: "\${up.output.text}", ns: "\${inputs.n}"}
  aggregation: true
environment_variables: {X: flowx}
`
const UP = `import os
from promptflow.core import tool
@tool
def up(a: str, n: int):
    print("up", a)
    with open("calls.txt", "a") as f: f.write(a)
    if a == "bad" and not os.path.exists("repaired"): raise ValueError("bad a")
    return {"text": "-".join([a.upper()] * n), "env": os.environ["X"]}
`
const COUNT = `from promptflow.core import tool, log_metric
@tool
def count(ups: list, ns: list):
    log_metric("n", len(ups))
    log_metric("sum", sum(ns))
`
const DATA = '{"a":"x","n":1}\n{"a":"bad","n":2}\n{"a":"z","n":5}\n'

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-resume-")))
const flow = join(folder, "demo")
let millrace: Millrace

beforeAll(async () => {
  mkdirSync(flow)
  for (const [name, text] of [
    ["flow.dag.yaml", FLOW],
    ["up.py", UP],
    ["count.py", COUNT],
  ] as const)
    writeFileSync(join(flow, name), text)
  writeFileSync(join(folder, "data.jsonl"), DATA)
  millrace = await Millrace.open({ home: join(folder, "home"), cwd: folder })
  const handle = await millrace.runs.create({
    flow,
    data: "data.jsonl",
    name: "base",
    description: "d",
    tags: { x: "y" },
    columnMapping: { a: "${data.a}", n: "${data.n}" },
    environment: { X: "over" },
  })
  expect((await handle.result).counts).toMatchObject({ done: 2, failed: 1 })
}, 60_000)

afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

async function outputs(run: string) {
  const { rows } = await millrace.runs.details(run)
  return toPlain(rows as never)
}

describe("going on with a run (spec 4.6)", () => {
  it("runs only what is not done, with what the run was told, and aggregates all", async () => {
    writeFileSync(join(flow, "repaired"), "")
    writeFileSync(join(flow, "calls.txt"), "")
    const run = await (await millrace.runs.resumeFrom({ from: "base", name: "again", tags: { q: "r" } }))
      .result
    expect(readFileSync(join(flow, "calls.txt"), "utf8")).toBe("bad")
    expect(run).toMatchObject({
      displayName: "again",
      description: "d",
      tags: { q: "r" },
      counts: { done: 3 },
    })
    expect(run.properties).toMatchObject({
      resume_from: "base",
      column_mapping: { a: "${data.a}", n: "${data.n}" },
    })
    expect(JSON.stringify(run)).not.toContain("__millrace__")
    expect(toPlain(new Map(Object.entries(run.metrics)))).toEqual({ n: 3, sum: 8 })
    // the override of X holds for the line that ran as well (Appendix B, 11)
    expect(await outputs("again")).toEqual([
      ["x", 1, 0, "X", "over"],
      ["bad", 2, 1, "BAD-BAD", "over"],
      ["z", 5, 2, "Z-Z-Z-Z-Z", "over"],
    ])
    const record = JSON.parse(
      readFileSync(
        join(String(run.properties.output_path), "flow_artifacts/000000000_000000000.jsonl"),
        "utf8",
      ),
    )
    expect(record.run_info).toMatchObject({ root_run_id: "again", status: "Completed" })
  }, 60_000)

  it("goes on with a run that went on, and with nothing left to do", async () => {
    writeFileSync(join(flow, "calls.txt"), "")
    const run = await (await millrace.runs.resumeFrom({ from: "again", name: "third" })).result
    expect(readFileSync(join(flow, "calls.txt"), "utf8")).toBe("")
    expect(run.counts.done).toBe(3)
    expect(run.properties.resume_from).toBe("again")
  }, 60_000)

  it("knows no run of another name", async () => {
    await expect(millrace.runs.resumeFrom({ from: "nothing" })).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    })
  })
})

describe("registering a run folder", () => {
  it("knows again what the records say, and leaves the folder alone", async () => {
    const copied = join(folder, "copied")
    await cp(join(folder, "home", "runs", "base"), copied, { recursive: true })
    const run = await millrace.runs.register({ folder: "copied", name: "known", tags: { a: "b" } })
    expect(run).toMatchObject({
      status: "Completed",
      tags: { a: "b" },
      counts: { total: 3, done: 2, failed: 1 },
    })
    expect(run.error?.message).toContain("Failed to run 1/3 lines.")
    expect(toPlain(new Map(Object.entries(await millrace.runs.metrics("known"))))).toEqual({ n: 2, sum: 6 })
    expect(await outputs("known")).toEqual([
      ["x", 1, 0, "X", "over"],
      ["bad", 2, 1, "(Failed)", "(Failed)"],
      ["z", 5, 2, "Z-Z-Z-Z-Z", "over"],
    ])
    await expect(millrace.runs.register({ folder: "copied", name: "known" })).rejects.toMatchObject({
      code: "RUN_EXISTS",
    })
    await millrace.runs.register({ folder: "copied" })
    await millrace.runs.delete("copied")
    expect(existsSync(join(copied, "flow_artifacts"))).toBe(true)
  })

  it("reads what the cloud says of a run, as the original does, but under the name that is given", async () => {
    const cloud = join(folder, "cloud")
    await cp(join(folder, "home", "runs", "base"), cloud, { recursive: true })
    const metadata = {
      name: "cloudrun",
      status: "Completed",
      created_on: "2024-01-01T00:00:00.000000+00:00",
      start_time: "2024-01-01T00:00:01.000000+00:00",
      end_time: "2024-01-01T00:00:05.000000+00:00",
    }
    writeFileSync(join(cloud, "run_metadata.json"), JSON.stringify(metadata))
    expect(await millrace.runs.register({ folder: "cloud" })).toMatchObject({
      name: "cloudrun",
      createdOn: "2024-01-01T00:00:00.000000+00:00",
      endedOn: "2024-01-01T00:00:05.000000+00:00",
    })
    expect((await millrace.runs.register({ folder: "cloud", name: "mine" })).name).toBe("mine")
  })

  it("refuses what is no run folder", async () => {
    for (const where of ["demo", "nothing"])
      await expect(millrace.runs.register({ folder: where })).rejects.toMatchObject({ code: "RUN_INVALID" })
  })
})

describe("the page of a run", () => {
  it("holds rows, traces and a policy that allows nothing else", async () => {
    const file = await millrace.runs.visualize(["base", "third"], "page.html")
    const page = readFileSync(file, "utf8")
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/)
    const [, json = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? []
    expect(json).not.toContain("<")
    const { runs } = JSON.parse(json)
    expect(runs.map((run: { name: string }) => run.name)).toEqual(["base", "third"])
    expect(runs[0].graph.edges).toEqual([["up", "count"]])
    const [first, second] = runs[0].lines
    expect(first).toMatchObject({
      line: 0,
      inputs: [
        ["a", "x"],
        ["n", { json: "1" }],
      ],
      status: "done",
    })
    expect(first.nodes[0]).toMatchObject({ name: "up", status: "completed", log: "up x\n" })
    expect(second.error.message).toContain("bad a")
    expect(second.error.detail).toContain("Traceback")
  })

  it("knows no run of another name", async () => {
    await expect(millrace.runs.visualize(["nothing"])).rejects.toMatchObject({ code: "RUN_NOT_FOUND" })
  })
})
