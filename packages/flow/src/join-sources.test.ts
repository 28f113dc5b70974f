import { type Dict, fromPlain, repr } from "@internal/value"
import { describe, expect, test } from "vitest"
import { joinSources, type Rows } from "./join-sources.ts"

const dicts = (rows: Record<string, unknown>[]) => rows.map((row) => fromPlain(row) as Dict)
const numbered = (...lines: unknown[]) => dicts(lines.map((line, i) => ({ v: i, line_number: line })))
const plain = (count: number) => dicts(Array.from({ length: count }, (_, v) => ({ v })))

/** `line:v,v` of each joined line, or the error's message. */
async function join(sources: Record<string, Rows>): Promise<string> {
  try {
    const joined = await joinSources(new Map(Object.entries(sources)))
    const out: string[] = []
    for await (const { line, rows } of joined.lines()) {
      out.push(`${line}:${Array.from(rows.values(), (row) => repr(row.get("v"))).join(",")}`)
    }
    expect(out).toHaveLength(joined.count)
    return out.join(" ")
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe("lines as the original joins them (spec 4.2)", () => {
  test.each<[string, Record<string, Rows>, string]>([
    ["rows without numbers are counted", { data: plain(3) }, "0:0 1:1 2:2"],
    ["two such sources go side by side", { data: plain(2), run: plain(2) }, "0:0,0 1:1,1"],
    ["numbers of the data count", { data: numbered(3, 5) }, "3:0 5:1"],
    ["in order", { data: numbered(5, 3, 4) }, "3:1 4:2 5:0"],
    ["the last of equal numbers wins", { data: numbered(5, 5, 7) }, "5:1 7:2"],
    ["rows without a number are dropped where others have one", { data: numbered(4, null, 6) }, "4:0 6:2"],
    ["numbers may be text, as cells of a CSV are", { data: numbered("5", "3") }, "3:1 5:0"],
    ["and may be negative", { data: numbered(-1, 3) }, "-1:0 3:1"],
    ["a line is there if every source has it", { data: numbered(2, 0, 9), run: plain(3) }, "0:1,0 2:0,2"],
    ["holes on both sides", { data: numbered(1, 2, 4, 8), run: numbered(0, 2, 3, 4) }, "2:1,1 4:2,3"],
  ])("%s", async (_, sources, expected) => expect(await join(sources)).toBe(expected))
})

describe("what cannot be joined (spec 4.2)", () => {
  test.each<[Record<string, Rows>, string]>([
    [
      { data: plain(2), "run.inputs": plain(3) },
      "The sources have no line_number to join on, and their numbers of rows differ: data has 2, run.inputs has 3.",
    ],
    [
      { data: numbered(12, 10), "run.outputs": plain(3) },
      "data and run.outputs have no line_number in common.",
    ],
    [{ data: plain(2), run: [] }, "run has no rows."],
    [{ data: numbered(1, 3.5) }, "Row 2 of data has the line_number 3.5, which is no whole number."],
    [{ data: numbered("x") }, "Row 1 of data has the line_number 'x', which is no whole number."],
  ])("%#", async (sources, message) => expect(await join(sources)).toBe(message))
})

test("sources in order are streamed: a row is asked for when its line is", async () => {
  let reads = 0
  const source: Rows = {
    async *[Symbol.asyncIterator]() {
      for (const row of plain(1000)) {
        reads++
        yield row
      }
    },
  }
  const joined = await joinSources(new Map([["data", source]]))
  expect([joined.count, reads]).toEqual([1000, 1000])
  for await (const { line } of joined.lines()) if (line === 9) break
  expect(reads).toBeLessThan(1020)
})
