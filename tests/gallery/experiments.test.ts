import { readFileSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ExperimentInfo, Millrace } from "@internal/sdk"
import { stringify, toPlain } from "@internal/value"
import { afterAll, beforeAll, expect, it } from "vitest"
import { gallery, recordingsOf } from "./run-sample.ts"

let home: string
let millrace: Millrace
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "millrace-experiments-"))
  millrace = await Millrace.open({ home, env: { ...process.env, MILLRACE_HOME: undefined } })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

function runOf({ nodes, folder }: ExperimentInfo, name: string): { run: string; folder: string } {
  const run = nodes.find((node) => node.name === name)?.runs.at(-1)?.name ?? ""
  return { run, folder: join(folder, "runs", name, run) }
}

it("web-classification: a run, its evaluation and a report", async () => {
  const sample = join(gallery, "web-classification")
  const started = await millrace.experiments.start({
    template: join(sample, "web-classification.exp.yaml"),
    replay: recordingsOf("web-classification"),
  })
  const ended = await started.result
  expect(ended.nodes.map(({ status }) => status)).toEqual(["Completed", "Completed", "Completed"])
  const metrics = await millrace.runs.metrics(runOf(ended, "evaluate").run)
  const expected = JSON.parse(readFileSync(join(sample, "expected.json"), "utf8"))
  expect(toPlain(new Map(Object.entries(metrics)))).toEqual(expected.evaluation.variant_0)
  const report = runOf(ended, "report")
  const text = await readFile(join(report.folder, "report", "report.txt"), "utf8")
  expect(text).toContain("Which pages were taken for what\n\nAcademic   Academic")
  const right = Math.round(expected.evaluation.variant_0.accuracy * 40)
  expect(await millrace.runs.log(report.run)).toBe(`40 pages, ${right} right\n`)
})

// `vitest run tests/gallery -u` writes it; the moves follow from halving the range.
it("guess-number: a conversation for every row", async () => {
  const template = join(gallery, "guess-number", "guess-number.exp.yaml")
  const ended = await (await millrace.experiments.start({ template })).result
  const { columns, rows } = await millrace.runs.details(runOf(ended, "game").run)
  const talks = rows.map((row) => row[columns.indexOf("outputs.conversation_history")] ?? null)
  const last = talks.map((talk) => (Array.isArray(talk) ? toPlain(talk.at(-1) ?? null) : null))
  expect(last).toEqual([
    { role: "keeper", answer: "[STOP]" },
    { role: "keeper", answer: "[STOP]" },
    { role: "keeper", answer: "higher" },
  ])
  await expect(`${stringify(talks, { indent: 2 })}\n`).toMatchFileSnapshot(
    join(gallery, "guess-number", "expected.json"),
  )
})
