import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { repr } from "@internal/value"
import { afterAll, expect, test } from "vitest"
import { recordedLines } from "./recorded-lines.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-recorded-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const flow = (index: number, output: string) => ({ index, inputs: { x: index }, output: { out: output } })
const node = (name: string, index: number | null, start: string) => ({ node: name, index, start_time: start })
const FLOWS = [flow(1, "b"), flow(0, "a")]
const NODES = [node("second", 0, "2"), node("first", 0, "1"), node("agg", null, "3")]
const record = (info: object) => `${JSON.stringify({ line_number: 7, run_info: info })}\n`

/** The same run as the original keeps it now, as it once did, and by its tables alone (spec 4.10). */
const FOLDERS: Record<string, Record<string, string>> = {
  artifacts: {
    ...Object.fromEntries(FLOWS.map((info, i) => [`flow_artifacts/${i}.jsonl`, record(info)])),
    ...Object.fromEntries(NODES.map((info, i) => [`node_artifacts/${info.node}/${i}.jsonl`, record(info)])),
    "detail.json": "not looked at",
  },
  "detail.json": { "detail.json": JSON.stringify({ flow_runs: FLOWS, node_runs: NODES }) },
  tables: {
    "inputs.jsonl": '{"x": 0, "line_number": 0}\n{"x": 1, "line_number": 1}\n',
    "outputs.jsonl": '{"out": "a", "line_number": 0}\n{"out": "b", "line_number": 1}\n',
  },
}

test.each(Object.keys(FOLDERS))("lines of a run folder that has %s", (name) => {
  const folder = join(root, name)
  for (const [path, text] of Object.entries(FOLDERS[name] ?? {})) {
    mkdirSync(join(folder, path, ".."), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const nodes = name === "tables" ? [[], []] : [["first", "second"], [], ["agg"]]
  expect(
    recordedLines(folder).map(({ line, info, nodes }) => [
      line,
      info && repr(info.get("output")),
      nodes.map((one) => one.get("node")),
    ]),
  ).toEqual(
    [
      [0, "{'out': 'a'}", nodes[0]],
      [1, "{'out': 'b'}", nodes[1]],
      [null, null, nodes[2]],
    ].slice(0, nodes.length),
  )
})
