import { readFileSync } from "node:fs"
import { type LineState, newRunSummary, type RunEvent, reduceLine } from "@internal/schema"
import { type Dict, Json } from "@internal/value"
import { expect, test } from "vitest"
import { indented, parsed, recordedEvents } from "../../testing/recorded-events.ts"
import { detailFiles } from "./test-details.ts"

function fixture(file: string): string {
  return readFileSync(new URL(`./__fixtures__/${file}`, import.meta.url), "utf8")
}
function folded(events: RunEvent[]): LineState | undefined {
  return events.reduce<LineState | undefined>(reduceLine, undefined)
}
function infosOf(text: string): { line: number | null; info: Dict }[] {
  const detail = parsed(text)
  const infos = [...(detail.get("flow_runs") as Dict[]), ...(detail.get("node_runs") as Dict[])]
  return infos.map((info) => ({ line: 0, info }))
}

test.for(["test-one", "test-act"])(
  "the details of %s are the original's, byte for byte (spec 3.1, 3.10)",
  (folder) => {
    // the original's clock moved by a microsecond while it bypassed a node
    const text = fixture(`${folder}/flow.detail.json`).replace("46.418595Z", "46.418594Z")
    const infos = infosOf(text)
    const run = String(infos[0]?.info.get("root_run_id"))
    const files = detailFiles({ run, summary: newRunSummary(), line: folded(recordedEvents(run, infos)) })
    expect(files.detail).toBe(text)
    expect(files.output).toBe(indented(infos[0]?.info.get("output") ?? null))
    expect(files.metrics).toBeUndefined()
  },
)

test("a node that was run alone has no flow", () => {
  const text = fixture("test-act/flow-join.node.detail.json")
  const infos = infosOf(text)
  const run = String(infos[0]?.info.get("flow_run_id"))
  const id = String(infos[0]?.info.get("run_id")).split("_").at(-1) as string
  const line = folded(recordedEvents(run, infos))
  const files = detailFiles({ run, summary: newRunSummary(), line, alone: { id } })
  expect(files.detail).toBe(text)
  expect(files.output).toBe(fixture("test-act/flow-join.node.output.json"))
})

test("metrics stand in the flow's record and in a file of their own", () => {
  const infos = infosOf(fixture("test-one/flow.detail.json"))
  const summary = newRunSummary()
  summary.metrics.accuracy = Json.ofText("1.0")
  summary.metrics.n = Json.ofText("1")
  const files = detailFiles({ run: "x", summary, line: folded(recordedEvents("x", infos)) })
  expect(files.metrics).toBe(fixture("test-agg/flow.metrics.json"))
  expect(JSON.parse(files.detail).flow_runs[0].metrics).toEqual({ accuracy: 1, n: 1 })
})
