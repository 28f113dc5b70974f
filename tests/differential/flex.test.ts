import { existsSync, readdirSync, readFileSync } from "node:fs"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ErrorRecord, Millrace, MillraceError, type TestResult } from "@internal/sdk"
import { str, stringify, type Value } from "@internal/value"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { writeFiles } from "../support/write-files.ts"

/**
 * Flex flows and what prompt flow 1.18.5 answered to them (spec 1.3, 2.3, 2.6, 3.8, 4.5). A few rows of it by default, all
 * with MILLRACE_DIFFERENTIAL=all. What differs on purpose is not in it, but in docs/reference/differences.md.
 */
interface TestCase {
  name: string
  files: Record<string, string>
  inputs?: string[]
  init?: string[]
  /** What is printed. */
  out?: string
  /** Class of the exception that the command ends with. */
  fails?: string
  record?: { inputs: unknown; output: unknown; error?: string[] }
}
interface RunCase {
  name: string
  files: Record<string, string>
  data: string
  mapping?: Record<string, string>
  status: string
  outputs?: unknown[]
  inputs?: unknown[]
  metrics?: unknown
  /** Chain of codes by line. */
  errors?: [number, string[]][]
  files_written: string[]
}

const fixture = new URL("__fixtures__/flex.json", import.meta.url)
const { tests, runs } = JSON.parse(readFileSync(fixture, "utf8").replaceAll(/(?<=[:[,] ?)NaN/g, '"NaN"')) as {
  tests: TestCase[]
  runs: RunCase[]
}
const all = process.env.MILLRACE_DIFFERENTIAL === "all"
const every = <T>(list: T[], n: number) => list.filter((_, i) => all || i % n === 0)

let home: string
let millrace: Millrace
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "differential-flex-"))
  millrace = await Millrace.open({ home, profile: "pf", env: { ...process.env, PF_HOME_DIRECTORY: home } })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

async function folderOf({ name, files }: { name: string; files: Record<string, string> }): Promise<string> {
  const folder = join(home, "flows", name)
  writeFiles(folder, files)
  return folder
}

function pairs(items: string[] | undefined): Map<string, Value> | undefined {
  return (
    items &&
    new Map(items.map((item) => [item.slice(0, item.indexOf("=")), item.slice(item.indexOf("=") + 1)]))
  )
}

function chain(error: ErrorRecord): string[] {
  const codes: string[] = []
  for (let at: { code: string; innerError: typeof at } | null = error; at; at = at.innerError ?? null)
    codes.push(at.code)
  return codes
}

function printed({ output, printed: text }: TestResult): string {
  return text ?? (output instanceof Map ? stringify(output, { indent: 4 }) : str(output))
}

/** Codes that are not the names of their classes (spec 11.1). */
const CLASSES: Record<string, string> = {
  UserError: "UserErrorException",
  ValidationError: "ValidationException",
}

/** What a test says, in the words of the fixture. */
async function answer(item: TestCase): Promise<Omit<TestCase, "files" | "inputs" | "init">> {
  const flow = await folderOf(item)
  const inputs = pairs(item.inputs)
  const init = pairs(item.init)
  try {
    const result = await millrace.flows.test({ flow, ...(inputs && { inputs }), ...(init && { init }) })
      .result
    const record = item.record && (await recordOf(flow))
    return {
      name: item.name,
      ...(result.error ? { fails: "UserErrorException" } : { out: printed(result).trim() }),
      ...(record && { record }),
    }
  } catch (thrown) {
    if (!(thrown instanceof MillraceError)) throw thrown
    const code = (thrown.original ?? thrown.entry.original).at(-1) ?? ""
    return { name: item.name, fails: CLASSES[code] ?? code }
  }
}

async function recordOf(flow: string): Promise<TestCase["record"]> {
  const file = existsSync(join(flow, "src")) ? join(flow, "src") : flow
  const text = await readFile(join(file, ".promptflow", "flow.detail.json"), "utf8")
  const details = JSON.parse(text.replaceAll(/(?<=[:[,] ?)NaN/g, '"NaN"'))
  const { inputs, output, error } = details.flow_runs[0]
  return { inputs, output, ...(error && { error: chain(error) }) }
}

/** Tests start Python: a few at a time. */
async function inTurns<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = [...items.entries()]
  const turn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all([turn(), turn(), turn()])
  return results
}

test("there are enough of them", () => {
  expect(every(tests, 4).length + every(runs, 3).length).toBeGreaterThanOrEqual(50)
})

test("tests of flex flows answer, record and fail as the original's", { timeout: 300_000 }, async () => {
  const asked = every(tests, 4)
  const expected = asked.map(({ files: _, inputs: _i, init: _n, ...told }) => told)
  expect(await inTurns(asked, answer)).toEqual(expected)
})

describe("runs of flex flows", () => {
  test.each(every(runs, 3))("$name", { timeout: 60_000 }, async (item) => {
    const flow = await folderOf(item)
    const data = join(flow, "data.jsonl")
    await writeFile(data, item.data)
    const handle = await millrace.runs.create({
      name: item.name,
      flow,
      data,
      ...(item.mapping && { columnMapping: item.mapping }),
    })
    const run = await handle.result
    const folder = String(run.properties.output_path)
    const rows = async (path: string) =>
      (await readFile(join(folder, path), "utf8")).split("\n").filter((line) => line.trim() !== "")
    const lines = async (path: string) =>
      (await rows(path)).map((line) => JSON.parse(line.replaceAll("NaN", '"NaN"')))
    expect(run.status).toBe(item.status)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(item.files_written))
    if (item.outputs) {
      expect(await lines(join("flow_outputs", "output.jsonl"))).toEqual(item.outputs)
      expect(await lines("inputs.jsonl")).toEqual(item.inputs)
      expect((await lines("metrics.json"))[0]).toEqual(item.metrics)
    }
    const infos = (run.error?.additionalInfo?.[0]?.info ?? { errors: [] }) as {
      errors: { line_number: number; error: ErrorRecord }[]
    }
    expect(infos.errors.map(({ line_number, error }) => [line_number, chain(error)])).toEqual(
      item.errors ?? [],
    )
  })
})
