import { createHash } from "node:crypto"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { isAbsolute, join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { ROW_CASES, type RowCase } from "../../testing/image-rows.ts"
import { writeCase } from "../../testing/write-case.ts"
import { Millrace, type RunInfo } from "../index.ts"
import answers from "./__fixtures__/row-answers.json" with { type: "json" }

/** What the original answered to each row: the chain of its failure, or inputs of the record and outputs as data. */
type Answer = { failed: string } | { inputs: unknown; output: unknown }
type Answers = Record<string, Answer[]>

let folder: string
let millrace: Millrace
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-images-test-"))
  const env = { ...process.env, MILLRACE_HOME: undefined }
  millrace = await Millrace.open({ home: join(folder, "home"), profile: "pf", env })
})
afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

describe("rows with images, as the original reads and keeps them (spec 2.5, 4.1, 4.10)", () => {
  test.for(ROW_CASES)("$id", async (row) => {
    const run = await ran(row)
    const expected = (answers as Answers)[row.id] ?? []
    expect(expected).toHaveLength(row.rows.length)
    const given = await Promise.all(row.rows.map((_, line) => answer(run, line, join(folder, row.id))))
    for (const [line, found] of given.entries()) {
      expect([row.rows[line], found]).toEqual([row.rows[line], expected[line]])
    }
  })
})

async function ran(row: RowCase): Promise<RunInfo> {
  const at = join(folder, row.id)
  writeCase(at, row.files)
  const rows = row.rows.map((x) => JSON.stringify({ x }))
  writeCase(at, { "data/rows.jsonl": rows.join("\n") }, {})
  const run = await millrace.runs.create({
    flow: join(at, "flow"),
    data: join(at, "data/rows.jsonl"),
    columnMapping: { x: "${data.x}" },
  })
  return run.result
}

async function answer(run: RunInfo, line: number, at: string): Promise<Answer> {
  const base = join(run.output, "..")
  const number = String(line).padStart(9, "0")
  const record = JSON.parse(await readFile(join(base, "flow_artifacts", `${number}_${number}.jsonl`), "utf8"))
  const { status, error, inputs } = record.run_info
  if (status === "Failed") {
    const codes: string[] = []
    for (let inner = error; inner; inner = inner.innerError) codes.push(inner.code)
    return { failed: codes.join("/") }
  }
  const lines = (await readFile(join(run.output, "output.jsonl"), "utf8")).trimEnd().split("\n")
  const found = lines.map((text) => JSON.parse(text)).find((output) => output.line_number === line)
  const { line_number: _, ...output } = found
  return {
    inputs: await withContents(inputs.x, base, at),
    output: await withContents(output, run.output, at),
  }
}

const NAMED = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** Paths of kept images by what is in them; whether they are absolute and their endings stay. */
async function withContents(value: unknown, base: string, at: string): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => withContents(item, base, at)))
  if (typeof value === "string") {
    if (!NAMED.test(value)) return value.replaceAll(at, "$DIR")
    const bytes = await readFile(isAbsolute(value) ? value : join(base, value))
    const hash = createHash("sha1").update(bytes).digest("hex").slice(0, 8)
    return `${isAbsolute(value) ? "/" : ""}Image(${hash})${value.split(NAMED).at(-1)}`
  }
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).map(async ([key, item]) => [key, await withContents(item, base, at)])
  return Object.fromEntries(await Promise.all(entries))
}
