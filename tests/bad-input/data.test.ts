import { describe, expect, test } from "vitest"
import { Workspace } from "../support/workspace.ts"
import { bulkRun } from "./bulk-run.ts"
import { jsonLines, pythonFlow } from "./python-flow.ts"

const flow = pythonFlow("return [type(x).__name__, len(x) if isinstance(x, str) else x]", "object")

describe("data that is odd but usable", () => {
  const megabyte = "a".repeat(1_000_000)
  const files: { name: string; file: string; text: string; outputs: unknown[] }[] = [
    {
      name: "a byte order mark in jsonl",
      file: "d.jsonl",
      text: '\ufeff{"x": "a"}\n',
      outputs: [["str", 1]],
    },
    { name: "a byte order mark in csv", file: "d.csv", text: "\ufeffx\nab\n", outputs: [["str", 2]] },
    {
      name: "CRLF in jsonl",
      file: "d.jsonl",
      text: '{"x": "a"}\r\n{"x": "bc"}\r\n',
      outputs: [
        ["str", 1],
        ["str", 2],
      ],
    },
    {
      name: "CRLF in csv",
      file: "d.csv",
      text: "x\r\na\r\nbc\r\n",
      outputs: [
        ["str", 1],
        ["str", 2],
      ],
    },
    {
      name: "blank lines",
      file: "d.jsonl",
      text: '\n{"x": "a"}\n\n  \n{"x": "b"}',
      outputs: [
        ["str", 1],
        ["str", 1],
      ],
    },
    {
      name: "a cell of a megabyte in jsonl",
      file: "d.jsonl",
      text: jsonLines([{ x: megabyte }]),
      outputs: [["str", 1_000_000]],
    },
    {
      name: "a cell of a megabyte in csv",
      file: "d.csv",
      text: `x\n${megabyte}\n`,
      outputs: [["str", 1_000_000]],
    },
    { name: "NUL in a text", file: "d.jsonl", text: '{"x": "a\\u0000b"}\n', outputs: [["str", 3]] },
    { name: "a lone surrogate", file: "d.jsonl", text: '{"x": "a\\ud800"}\n', outputs: [["str", 2]] },
    {
      name: "line separators inside a text",
      file: "d.jsonl",
      text: '{"x": "a\u2028b\u0085c"}\n',
      outputs: [["str", 5]],
    },
  ]
  test.concurrent.each(files)("$name", async ({ file, text, outputs }) => {
    await using workspace = await Workspace.make({ ...flow, [file]: text })
    const run = await bulkRun(workspace, file)
    expect(run.error).toBe("")
    expect(run.status).toBe("Completed")
    expect([...run.outputs.values()].map(({ out }) => out)).toEqual(outputs)
  })

  test.concurrent("a row without the column: that line fails, the others finish", async () => {
    await using workspace = await Workspace.make({
      ...flow,
      "d.jsonl": jsonLines([{ x: "a" }, { y: 1 }, { x: "c" }]),
    })
    const run = await bulkRun(workspace, "d.jsonl")
    expect([...run.outputs.keys()]).toEqual([0, 2])
    expect(run.failures.get(1)).toMatch(/\bx\b/)
  })

  test.concurrent("a cell of the wrong type: that line fails, the others finish", async () => {
    await using workspace = await Workspace.make({
      ...pythonFlow("return x + 1", "int"),
      "d.csv": "x\n1\ntwo\n3\n",
    })
    const run = await bulkRun(workspace, "d.csv")
    expect(run.status).toBe("Completed")
    expect([...run.outputs]).toEqual([
      [0, { out: 2 }],
      [2, { out: 4 }],
    ])
    expect(run.failures.get(1)).toMatch(/\bx\b.*int/)
  })
})

describe("data that cannot be used", () => {
  const files: { name: string; file: string; text: string; says: RegExp }[] = [
    {
      name: "broken JSON on one line",
      file: "d.jsonl",
      text: '{"x": "a"}\n{"x": \n{"x": "c"}\n',
      says: /d\.jsonl.*2/,
    },
    { name: "a line that is no object", file: "d.jsonl", text: '{"x": "a"}\n17\n', says: /d\.jsonl.*2/ },
    { name: "broken JSON", file: "d.json", text: '[{"x": "a"}, ', says: /d\.json/ },
    { name: "an empty file", file: "d.jsonl", text: "", says: /d\.jsonl|no rows/i },
    { name: "a header alone", file: "d.csv", text: "x\n", says: /d\.csv|no rows/i },
    { name: "no such column", file: "d.jsonl", text: '{"y": "a"}\n{"y": "b"}\n', says: /data\.x/ },
    { name: "a row with too many cells", file: "d.csv", text: "x\na\nb,c,d\n", says: /d\.csv.*3/ },
  ]
  test.concurrent.each(files)("$name", async ({ file, text, says }) => {
    await using workspace = await Workspace.make({ ...flow, [file]: text })
    const run = await bulkRun(workspace, file)
    expect(`${run.ran.stdout}${run.ran.stderr}${run.error}`).toMatch(says)
    expect(run.status).not.toBe("Completed")
    expect(run.ran.stderr).not.toMatch(/INTERNAL|\n {4}at /)
  })
})
