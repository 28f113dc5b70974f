import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Millrace } from "@internal/sdk"
import { float, stringify } from "@internal/value"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  differences,
  evaluateTopics,
  expectedOf,
  gallery,
  recordingsOf,
  runSample,
  samples,
} from "./run-sample.ts"

const withModel = samples.filter(recordingsOf)
const withoutModel = samples.filter((sample) => !recordingsOf(sample))

let home: string
let millrace: Millrace
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "millrace-gallery-"))
  millrace = await Millrace.open({ home, env: { ...process.env, MILLRACE_HOME: undefined } })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

it("finds the samples", () => {
  expect(withModel).toEqual([
    "chat-basic",
    "chat-with-image",
    "customer-intent-extraction",
    "describe-image",
    "eval-answers",
    "functions-with-chat-models",
    "maths-to-code",
    "ner",
    "prompty-basic",
    "prompty-chat",
    "prompty-json",
    "prompty-tools",
    "question-simulation",
    "web-classification",
  ])
  expect(withoutModel).toEqual([
    "basic",
    "conditional",
    "eval-basic",
    "eval-chat-math",
    "eval-classification-accuracy",
    "eval-entity-match",
    "eval-maths-to-code",
    "flex-eval-topic",
    "flex-message-topic",
    "switch",
  ])
})

describe("without a model, as the original answers (surface 7)", () => {
  it.each(withoutModel)("%s", async (sample) => {
    expect(await runSample(millrace, sample)).toEqual(await expectedOf(sample))
  })
})

it("a flex flow evaluates the run of another", async () => {
  expect(await evaluateTopics(millrace)).toEqual(
    new Map<string, unknown>([
      ["accuracy", float(0.8333)],
      ["counted", 6],
      ["ignored", 0],
    ]),
  )
})

// `vitest run tests/gallery -u` writes these, from the recordings.
describe("with the recorded answers (surface 7)", () => {
  it.each(withModel)("%s", async (sample) => {
    const expected = await runSample(millrace, sample)
    await expect(`${stringify(expected, { indent: 2 })}\n`).toMatchFileSnapshot(
      join(gallery, sample, "expected.json"),
    )
  })
})

it("the comparison of both variants says what 40 lines can say", async () => {
  const { comparison } = await millrace.runs.compare({ runs: ["variant_0", "variant_1"] })
  expect(comparison.rows.shared).toBe(40)
  expect(comparison.verdict).toMatchInlineSnapshot(
    `"Not enough data to tell variant_1 from variant_0 on accuracy: 40 shared lines, 2 changed from wrong to right, 6 from right to wrong (p = 0.29); about 130 more lines would show a difference of this size."`,
  )
})

it.each(withModel)(
  "recordings of %s are small, and hold nothing of the machine they were made on",
  async (sample) => {
    const text = await readFile(join(recordingsOf(sample) ?? "", "calls.jsonl"), "utf8")
    expect(text.length).toBeLessThan(400_000)
    expect(text).not.toMatch(/(["\s(])\/(home|root|tmp|work|Users)\b|[A-Z]:\\\\|api_key|Bearer/)
  },
)

it("every run's journal folds to what the tables say", async () => {
  const found = await differences(home)
  expect(Object.keys(found)).toHaveLength(33)
  expect(Object.values(found).flat()).toEqual([])
})
