import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { NewEvent, RunEvent } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import { afterAll, describe, expect, test } from "vitest"
import { lineEvents, runEnd, runStart, toolError } from "../../testing/events.ts"
import { parsed, recordedEvents } from "../../testing/recorded-events.ts"
import { openRunFolder, type RunFolderInfo } from "./run-folder.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-run-folder-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const info: RunFolderInfo = {
  run: "r",
  nodes: 1,
  aggregationNodes: 0,
  concurrency: 2,
  mapped: true,
  messageFormat: "basic",
}
let folders = 0

async function projected(
  events: (NewEvent | RunEvent)[],
  options: Partial<RunFolderInfo> = {},
): Promise<string> {
  const path = join(root, `run-${folders++}`)
  const folder = openRunFolder(path, { ...info, ...options })
  events.forEach((event, i) => {
    folder.event({ v: 1, run: "r", seq: i + 1, at: 1_795_259_224_000 + i, ...event })
  })
  await folder.close()
  return path
}
function read(path: string, file: string): string {
  return readFileSync(join(path, file), "utf8")
}
/** The expectations of the original, taken from a run of it. */
function fixture(file: string): string {
  return readFileSync(new URL(`./__fixtures__/agg1/${file}`, import.meta.url), "utf8")
}
function infoIn(file: string): { line: number | null; info: Dict } {
  const record = parsed(fixture(file))
  return { line: record.get("line_number") as number | null, info: record.get("run_info") as Dict }
}

describe("a run of the original (spec 3.1, 4.10, 11.6, A.9)", () => {
  const files = [
    "flow_artifacts/000000000_000000000.jsonl",
    "flow_artifacts/000000001_000000001.jsonl",
    "node_artifacts/line/000000001.jsonl",
    "node_artifacts/line/000000002.jsonl",
    "node_artifacts/agg/000000000.jsonl",
  ]
  const third: NewEvent[] = [
    {
      type: "line-start",
      line: 2,
      attempt: 1,
      inputs: Json.ofText('{"answer":"B","line_number":2,"truth":"A"}'),
    },
    { type: "line-end", line: 2, status: "done", outputs: Json.ofText('{"grade":"Incorrect"}'), duration: 1 },
  ]
  const metrics: NewEvent[] = [
    { type: "metric", line: null, name: "accuracy", value: Json.ofText("0.5") },
    { type: "metric", line: null, name: "n", value: Json.ofText("2") },
  ]
  // line 2 has a node record but no line record among the samples
  const recorded = recordedEvents("agg1", files.map(infoIn))
  const [start, end] = third as [NewEvent, NewEvent]
  const before = { ...start, v: 1, run: "agg1", seq: 0, at: 1_795_259_224_419 } as RunEvent
  const all = [runStart(3), before, ...recorded, end, ...metrics, runEnd(2, 1)]

  const path = projected(all, { run: "agg1", aggregationNodes: 1, mapped: false })

  test.for([
    ...files,
    "meta.json",
    "inputs.jsonl",
    "outputs.jsonl",
    "metrics.json",
    "error.json",
    "flow_outputs/output.jsonl",
  ])("gives %s byte for byte", async (file) => {
    expect(read(await path, file)).toBe(fixture(file))
  })

  test("leaves the original's files and folders, and no others", async () => {
    const tree = readdirSync(await path, { recursive: true })
      .map(String)
      .toSorted()
    expect(tree).toEqual([
      "error.json",
      "flow_artifacts",
      "flow_artifacts/000000000_000000000.jsonl",
      "flow_artifacts/000000001_000000001.jsonl",
      "flow_artifacts/000000002_000000002.jsonl",
      "flow_logs",
      "flow_logs/000000000.log",
      "flow_logs/000000001.log",
      "flow_logs/000000002.log",
      "flow_outputs",
      "flow_outputs/output.jsonl",
      "inputs.jsonl",
      "logs.txt",
      "meta.json",
      "metrics.json",
      "node_artifacts",
      "node_artifacts/agg",
      "node_artifacts/agg/000000000.jsonl",
      "node_artifacts/line",
      "node_artifacts/line/000000001.jsonl",
      "node_artifacts/line/000000002.jsonl",
      "outputs.jsonl",
    ])
  })

  test("logs what the original logs", async () => {
    const log = read(await path, "logs.txt")
    expect(log).toContain("execution          WARNING  Starting run without column mapping may lead")
    expect(log).toContain(
      "execution          ERROR    Node line in line 1 failed. Exception: Execution failure in 'line': (Exception) bang.\n",
    )
    expect(log).toContain(
      "ERROR    1/3 flow run failed, indexes: [1], exception of index 1: Execution failure in 'line': (Exception) bang\n",
    )
    expect(log).toMatch(/Finished 3 \/ 3 lines\./)
    expect(read(await path, "flow_logs/000000001.log")).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} +\d+ execution\.flow {5}INFO {5}Start executing nodes/,
    )
  })
})

test("lines are in order of their numbers, however they end", async () => {
  const numbers = [7, 2, 9, 0, 4]
  const path = await projected([runStart(5), ...numbers.flatMap((line) => lineEvents(line)), runEnd(5)])
  for (const file of ["inputs.jsonl", "outputs.jsonl", "flow_outputs/output.jsonl"]) {
    const found = read(path, file).trim().split("\n")
    expect(found.map((line) => JSON.parse(line).line_number)).toEqual([0, 2, 4, 7, 9])
  }
})

test("a run that ended before its first line has no results", async () => {
  const error = { ...toolError("x"), message: "Couldn't find these mapping relations" }
  const path = await projected([
    runStart(null),
    {
      type: "run-end",
      status: "failed",
      counts: { done: 0, failed: 0, crashed: 0, cancelled: 0 },
      error,
      duration: 1,
    },
  ])
  expect(readdirSync(path).toSorted()).toEqual([
    "error.json",
    "flow_artifacts",
    "flow_logs",
    "flow_outputs",
    "logs.txt",
    "meta.json",
    "node_artifacts",
  ])
  expect(JSON.parse(read(path, "error.json"))).toMatchObject({
    message: "First error message is: Couldn't find these mapping relations",
    additionalInfo: [{ info: { errors: [] } }],
  })
})

test("a line whose inputs were refused has a record and an error, and no row", async () => {
  const refused: NewEvent[] = [
    { type: "line-start", line: 1, attempt: 1, inputs: Json.of(null) },
    { type: "line-end", line: 1, status: "failed", outputs: null, error: toolError("cast"), duration: 0 },
  ]
  const path = await projected([runStart(2), ...lineEvents(0), ...refused, runEnd(1, 1)])
  expect(read(path, "inputs.jsonl")).toBe('{"text":"text 0","line_number":0}\n')
  const record = JSON.parse(read(path, "flow_artifacts/000000001_000000001.jsonl"))
  expect(record.run_info).toMatchObject({ status: "Failed", inputs: null, output: null })
})

test("a line that lacks the input of an activation shows those that it has", async () => {
  const error = { ...toolError("lacks"), innerError: { code: "InputNotFound", innerError: null } }
  const failed: NewEvent[] = [
    { type: "line-start", line: 1, attempt: 1, inputs: Json.ofText('{"q": "1"}') },
    { type: "line-end", line: 1, status: "failed", outputs: null, error, duration: 0 },
  ]
  const path = await projected([runStart(2), ...lineEvents(0), ...failed, runEnd(1, 1)])
  const { run_info: info } = JSON.parse(read(path, "flow_artifacts/000000001_000000001.jsonl"))
  expect(info.inputs).toEqual({ q: "1" })
  expect(Object.keys(info.system_metrics)).toEqual(["duration"]) // no tokens, as in the original's record
})

test("an error of an aggregation node follows those of the lines", async () => {
  const failed: NewEvent = {
    type: "node-error",
    line: null,
    node: "agg",
    attempt: 1,
    error: toolError("all"),
    retrying: false,
    duration: 1,
  }
  const path = await projected([
    runStart(1),
    ...lineEvents(0, { error: toolError("one") }),
    failed,
    runEnd(0, 1),
  ])
  const { errors } = JSON.parse(read(path, "error.json")).additionalInfo[0].info
  expect(errors).toMatchObject([{ line_number: 0 }, { aggregation_node_name: "agg" }])
  expect(JSON.stringify(errors)).not.toContain("millrace")
})

test("what an earlier attempt has left of errors and nodes goes when the folder is written again", async () => {
  const path = join(root, `run-${folders++}`)
  const write = async (events: NewEvent[]) => {
    const folder = openRunFolder(path, info)
    events.forEach((event, i) => {
      folder.event({ v: 1, run: "r", seq: i + 1, at: 1_795_259_224_000 + i, ...event })
    })
    await folder.close()
  }
  const failed = lineEvents(1, { nodes: ["late"], error: toolError("x") })
  await write([runStart(2), ...lineEvents(0, { nodes: ["up", "late"] }), ...failed, runEnd(1, 1)])
  expect(existsSync(join(path, "error.json"))).toBe(true)
  const again = lineEvents(1).map((event) => (event.type === "line-start" ? { ...event, attempt: 2 } : event))
  await write([runStart(2), ...lineEvents(0, { nodes: ["up", "late"] }), ...again, runEnd(2)])
  expect(existsSync(join(path, "error.json"))).toBe(false)
  expect(readdirSync(join(path, "node_artifacts/late"))).toEqual(["000000000.jsonl"])
  expect(readdirSync(join(path, "node_artifacts/up"))).toEqual(["000000000.jsonl", "000000001.jsonl"])
})

test("artifacts are left out of long runs, the other files are not", async () => {
  const path = await projected([runStart(20_001), ...lineEvents(0), runEnd(1)])
  expect(readdirSync(join(path, "flow_artifacts"))).toEqual([])
  expect(readdirSync(join(path, "flow_logs"))).toEqual([])
  expect(readdirSync(join(path, "node_artifacts"))).toEqual([])
  expect(read(path, "flow_outputs/output.jsonl")).toBe('{"line_number": 0, "out": "text 0"}\n')
})

test("thousands of files and megabytes of lines come out whole", async () => {
  const lines = 800
  const text = "ü".repeat(1000)
  const order = Array.from({ length: lines }, (_, i) => i ^ 5)
  const path = await projected([
    runStart(lines),
    ...order.flatMap((line) => lineEvents(line, { text })),
    runEnd(lines),
  ])
  expect(readdirSync(join(path, "node_artifacts", "up"))).toHaveLength(lines)
  const rows = read(path, "outputs.jsonl").trim().split("\n")
  expect(rows.map((row) => JSON.parse(row).line_number)).toEqual(Array.from({ length: lines }, (_, i) => i))
  expect(rows.every((row) => JSON.parse(row).out === text)).toBe(true)
  expect(readdirSync(path).filter((file) => /spool|partial/.test(file))).toEqual([])
})

test("a node cannot write outside the folder", async () => {
  const path = await projected([runStart(1), ...lineEvents(0, { nodes: ["../../evil", ".."] }), runEnd(1)])
  expect(readdirSync(join(path, "node_artifacts")).toSorted()).toEqual([".._.._evil", "_"])
  expect(existsSync(join(root, "evil"))).toBe(false)
})

test("a folder that cannot be written is explained, at the latest at the end", async () => {
  const blocked = join(root, "blocked")
  writeFileSync(blocked, "a file")
  expect(() => openRunFolder(join(blocked, "r"), info)).toThrow("The run folder")
  const path = join(root, "halfway")
  const folder = openRunFolder(path, info)
  mkdirSync(join(path, "flow_artifacts", "000000000_000000000.jsonl"))
  const events = [runStart(1), ...lineEvents(0), runEnd(1)]
  events.forEach((event, i) => void folder.event({ v: 1, run: "r", seq: i + 1, at: i, ...event }))
  await expect(folder.close()).rejects.toMatchObject({ code: "STORE_FAILED" })
})
