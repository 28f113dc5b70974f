import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet"
import Papa from "papaparse"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Millrace } from "../millrace.ts"
import { csvCell } from "./csv.ts"

const FLOW = `inputs:
  say: {type: string}
  n: {type: object}
outputs:
  said: {type: string, reference: "\${echo.output.said}"}
  n: {type: string, reference: "\${echo.output.n}"}
  ok: {type: string, reference: "\${echo.output.ok}"}
nodes:
- {name: echo, type: javascript, source: {type: code, path: echo.mjs}, inputs: {say: "\${inputs.say}", n: "\${inputs.n}"}}
`
const ECHO = `export default function echo(say, n) {
  if (say === "fail") throw new Error("told to")
  return { said: say, n: n.v, ok: say.length > 3 }
}
`
/** More than a page of lines, and than a row group. */
const LINES = 2600
const SAID = ["=1+1", "+2", "-3", "@x", 'a "b", c', "two\nlines", "fail", "plain"]

const folder = realpathSync(mkdtempSync(join(tmpdir(), "millrace-export-")))
let millrace: Millrace

beforeAll(async () => {
  mkdirSync(join(folder, "flow"))
  writeFileSync(join(folder, "flow", "flow.dag.yaml"), FLOW)
  writeFileSync(join(folder, "flow", "echo.mjs"), ECHO)
  const rows = Array.from({ length: LINES }, (_, at) => {
    const v = at === 5 ? -1.5 : at - 3
    return `${JSON.stringify({ say: SAID[at] ?? `line ${at}`, n: { v } })}\n`
  })
  writeFileSync(join(folder, "data.jsonl"), rows.join(""))
  millrace = await Millrace.open({ home: join(folder, "home"), cwd: folder, env: {} })
  const run = await (await millrace.runs.create({ flow: "flow", data: "data.jsonl", name: "r" })).result
  expect(run.counts).toMatchObject({ done: LINES - 1, failed: 1 })
}, 60_000)

afterAll(async () => {
  await millrace[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

describe("the lines of a run in one file", () => {
  it("are records of jsonl, in the order of the data", async () => {
    const file = await millrace.runs.exportTable("r", { format: "jsonl" })
    expect(file).toBe(join(folder, "r.jsonl"))
    const records = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(records).toHaveLength(LINES)
    expect(records[0]).toMatchObject({
      line_number: 0,
      status: "done",
      inputs: { say: "=1+1", n: { v: -3 } },
      outputs: { said: "=1+1", n: -3, ok: true },
      error: null,
    })
    expect(records[6]).toMatchObject({
      status: "failed",
      outputs: null,
      error: expect.stringContaining("told to"),
    })
    expect(records.at(-1).line_number).toBe(LINES - 1)
  })

  it("are rows of csv, in which no spreadsheet finds a formula", async () => {
    const file = await millrace.runs.exportTable("r", { format: "csv", file: "out/lines.csv" })
    const { data } = Papa.parse<Record<string, string>>(readFileSync(file, "utf8"), {
      header: true,
      skipEmptyLines: true,
    })
    expect(Object.keys(data[0] ?? {})).toEqual([
      "line_number",
      "status",
      "inputs.say",
      "inputs.n",
      "outputs.said",
      "outputs.n",
      "outputs.ok",
      "error",
      "duration",
      "prompt_tokens",
      "completion_tokens",
      "total_tokens",
    ])
    expect(data).toHaveLength(LINES)
    const said = data.slice(0, 8).map((row) => row["outputs.said"])
    expect(said).toEqual(["'=1+1", "'+2", "'-3", "'@x", 'a "b", c', "two\nlines", "", "plain"])
    expect(data[0]?.["outputs.n"]).toBe("-3") // a number is no formula
    expect(data[0]?.["inputs.n"]).toBe('{"v":-3}')
  })

  it("are columns of parquet with the types that the values have", async () => {
    const file = await asyncBufferFromFile(await millrace.runs.exportTable("r", { format: "parquet" }))
    const metadata = await parquetMetadataAsync(file)
    expect(metadata.row_groups).toHaveLength(2)
    const rows = await parquetReadObjects({ file, metadata })
    expect(rows).toHaveLength(LINES)
    expect(rows[5]).toMatchObject({
      line_number: 5n,
      status: "done",
      "inputs.say": "two\nlines",
      "inputs.n": '{"v":-1.5}',
      "outputs.n": -1.5,
      "outputs.ok": true,
      error: null,
    })
    expect(rows[6]).toMatchObject({ status: "failed", "outputs.said": null, "outputs.n": null })
  })

  it("are the page of the run", async () => {
    const page = readFileSync(await millrace.runs.exportTable("r", { format: "html" }), "utf8")
    expect(page).toContain("Content-Security-Policy")
    expect(page).toContain("line 2599")
  })

  it("are refused where there is no such run, or no file can be written", async () => {
    await expect(millrace.runs.exportTable("none", { format: "csv" })).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    })
    for (const format of ["csv", "parquet"] as const)
      await expect(millrace.runs.exportTable("r", { format, file: "data.jsonl/x" })).rejects.toMatchObject({
        code: "STORE_FAILED",
      })
  })
})

it("cells of csv", () => {
  const cells = [null, true, 1.5, -2, "-2", "\t=1", " padded ", ["=1"], new Map([["a", 1]])].map(csvCell)
  expect(cells).toEqual(["", "true", "1.5", "-2", "'-2", "'\t=1", '" padded "', '"[""=1""]"', '"{""a"":1}"'])
})
