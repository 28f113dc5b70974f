import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { parse, type Value } from "@internal/value"
import { afterAll, beforeAll, expect, test } from "vitest"
import { writeFiles } from "../../../../tests/support/write-files.ts"
import { Millrace } from "../millrace.ts"
import { EchoModel } from "./testing/echo-model.ts"

/** `pf flow test --flow x.prompty` of the original: what its details hold, or why it refused (spec 1.4, 3.10). */
interface Case {
  id: string
  files: Record<string, string>
  inputs?: Record<string, string>
  env?: Record<string, string>
  status?: string
  /** Inputs as the details have them. */
  recorded?: unknown
  output?: unknown
  /** Class of what was raised, and the first two codes of the record's error. */
  raised?: string
  codes?: string[]
  /** Class that it was refused with. */
  refused?: string
  requests?: number
  messages?: unknown
}

const text = readFileSync(new URL("./__fixtures__/original-tests.json", import.meta.url), "utf8")
const cases: Case[] = JSON.parse(text)
/** With numbers as the original wrote them. */
const exact = parse(text) as Map<string, Value>[]

/** Exceptions of no kind of the original's own: it ends with a traceback where ours says what is wrong. */
const PYTHON = ["KeyError", "ParserError", "TypeError", "ValueError"]
const named = (code: string) => (code === "UserError" ? "UserErrorException" : code)

let echo: EchoModel
let home: string
let millrace: Millrace
beforeAll(async () => {
  echo = await EchoModel.start()
  home = mkdtempSync(join(tmpdir(), "prompty-"))
  // eleven refusals in a row are many seconds for the limiter, which has tests of its own
  millrace = await Millrace.open({ home, cwd: home, env: { MILLRACE_LIMITS: "off" } })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await echo[Symbol.asyncDispose]()
  rmSync(home, { recursive: true, force: true })
})

for (const [index, known] of cases.entries()) {
  test(known.id, async () => {
    const folder = mkdtempSync(join(home, "case-"))
    const here = (value: string) => value.replaceAll("$BASE", echo.url)
    for (const [name, content] of Object.entries(known.files)) {
      const isBytes = content.startsWith("base64:")
      const bytes = () => Buffer.from(content.slice("base64:".length), "base64")
      writeFiles(folder, { [name]: isBytes ? bytes() : here(content) })
    }
    echo.take()
    const details = join(folder, "details")
    const options = {
      flow: join(folder, "x.prompty"),
      inputs: known.inputs ?? {},
      output: details,
      cache: "off" as const, // several cases ask the same
    }
    const refusal = await millrace.flows
      .test({ ...options, ...(known.env && { environment: known.env }) })
      .result.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
    const asked = echo.take()
    expect(asked).toHaveLength(known.requests ?? 0)
    if (known.messages !== undefined) {
      const { messages, prompt } = asked.at(-1)?.body ?? {}
      expect(messages ?? prompt).toEqual(known.messages)
    }
    if (known.refused !== undefined) {
      expect(refusal).toBeInstanceOf(MillraceError)
      const { original } = refusal as MillraceError
      if (!PYTHON.includes(known.refused)) expect(original.map(named)).toContain(known.refused)
      return
    }
    expect(refusal).toBeUndefined()
    const record = parse(readFileSync(join(details, "flow.detail.json"), "utf8")) as Map<string, Value>
    const [run] = record.get("flow_runs") as Map<string, Value>[]
    expect(run?.get("status")).toBe(known.status)
    expect(run?.get("inputs")).toEqual(exact[index]?.get("recorded"))
    if (known.raised === undefined) {
      expect(run?.get("output")).toEqual(exact[index]?.get("output"))
      expect(run?.get("result")).toEqual(exact[index]?.get("output"))
    } else expect(failure(run)).toEqual({ raised: known.raised, codes: known.codes })
  })
}

test("init lies over the front matter in a test, and is only kept by a run", async () => {
  const folder = mkdtempSync(join(home, "init-"))
  const front = `model:\n  configuration: {type: openai, model: m, base_url: ${echo.url}/v1, api_key: k}\n  parameters: {temperature: 0, seed: 1}\ninputs:\n  q: {type: string}\n`
  writeFiles(folder, { "x.prompty": `---\n${front}---\nuser:\n{{q}}\n`, "d.jsonl": '{"q": "a"}\n' })
  echo.take()
  const init = {
    model: { parameters: { temperature: 0.5 }, configuration: { model: "other" } },
    sample: { q: "s" },
  }
  const flow = join(folder, "x.prompty")
  await millrace.flows.test({ flow, inputs: { q: "a" }, init, output: join(folder, "details") }).result
  await (await millrace.runs.create({ flow, data: join(folder, "d.jsonl"), init })).result
  expect(echo.take().map(({ body }) => [body.model, body.temperature, body.seed])).toEqual([
    ["other", 0.5, 1],
    ["m", 0, 1],
  ])
})

test("tests of prompties are told apart, and a sample is described", async () => {
  const folder = mkdtempSync(join(home, "two-"))
  const front = `model: {configuration: {type: openai, model: m, base_url: ${echo.url}/v1, api_key: k}}\n`
  writeFiles(folder, {
    "a.prompty": `---\n${front}inputs: {q: {type: string}}\nsample: {q: s}\n---\nuser:\n{{q}}\n`,
    "b.prompty": `---\n${front}sample: {n: 1}\n---\nuser:\n{{n}}\n`,
  })
  const [a, b] = ["a.prompty", "b.prompty"].map((file) => join(folder, file)) as [string, string]
  const { sample } = await millrace.flows.describe({ flow: a })
  expect(sample).toEqual({ inputs: new Map([["q", "s"]]), only: false })
  expect((await millrace.flows.describe({ flow: b })).sample).toMatchObject({ only: true })
  await millrace.flows.test({ flow: a, inputs: { q: "a" }, output: false, properties: { of: "a" } }).result
  await millrace.flows.test({ flow: b, output: false, properties: { of: "b" } }).result
  const tests = await Promise.all([a, b].map((flow) => millrace.flows.tests({ flow })))
  expect(tests.map((list) => list.map(({ properties }) => properties))).toEqual([
    [{ of: "a" }],
    [{ of: "b" }],
  ])
  echo.take()
})

function failure(run: Map<string, Value> | undefined) {
  const error = run?.get("error") as Map<string, Value>
  const [info] = error.get("additionalInfo") as Map<string, Value>[]
  return {
    raised: (info?.get("info") as Map<string, Value> | undefined)?.get("type"),
    codes: [error.get("code"), (error.get("innerError") as Map<string, Value>).get("code")],
  }
}
