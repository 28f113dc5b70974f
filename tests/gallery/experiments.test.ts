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

it("question-simulation: a simulated customer talks to a shop until it knows enough", async () => {
  const template = join(gallery, "question-simulation", "question-simulation.exp.yaml")
  const replay = recordingsOf("question-simulation")
  const ended = await (await millrace.experiments.start({ template, replay })).result
  const { columns, rows } = await millrace.runs.details(runOf(ended, "visit").run)
  const talks = rows.map((row) => toPlain(row[columns.indexOf("outputs.conversation_history")] ?? null))
  const greeting = { role: "shop", answer: "Good morning, how can I help you?" }
  const asked = { role: "customer", question: "What does it cost to borrow a bicycle for a day?" }
  const price = { role: "shop", answer: "A city bicycle costs 12 a day, a mountain bicycle 20." }
  const end = { role: "customer", question: "[STOP]" }
  expect(talks).toEqual([
    [
      greeting,
      asked,
      price,
      { role: "customer", question: "And how long can I keep it?" },
      { role: "shop", answer: "You can keep a bicycle for up to two weeks." },
      { role: "customer", question: "Do I get a helmet as well?" },
      { role: "shop", answer: "Helmet, lock and lights come with each bicycle." },
      end,
    ],
    [greeting, asked, price, end],
  ])
})
