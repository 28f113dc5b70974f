import { describe, expect, test } from "vitest"
import { Lab } from "./lab.ts"
import { promptFlow } from "./prompt-flow.ts"
import { pythonFlow } from "./python-flow.ts"

const megabyte = "a".repeat(1_000_000)

describe("data that is odd but usable (spec 4.1)", () => {
  const files: { name: string; file: string; text: string | Uint8Array; outputs: string[] }[] = [
    { name: "a byte order mark in jsonl", file: "d.jsonl", text: '\ufeff{"x": "a"}\n', outputs: ["a"] },
    { name: "a byte order mark in csv", file: "d.csv", text: "\ufeffx\nab\n", outputs: ["ab"] },
    { name: "a byte order mark in json", file: "d.json", text: '\ufeff[{"x": "a"}]', outputs: ["a"] },
    { name: "CRLF in jsonl", file: "d.jsonl", text: '{"x": "a"}\r\n{"x": "b"}\r\n', outputs: ["a", "b"] },
    { name: "CRLF in csv", file: "d.csv", text: "x,y\r\na,1\r\nb,2\r\n", outputs: ["a", "b"] },
    { name: "no end of line", file: "d.csv", text: "x\na", outputs: ["a"] },
    {
      name: "blank lines in jsonl",
      file: "d.jsonl",
      text: '\n{"x": "a"}\n\n  \n{"x": "b"}',
      outputs: ["a", "b"],
    },
    { name: "blank lines in csv", file: "d.csv", text: "x\na\n\nb\n\n", outputs: ["a", "b"] },
    {
      name: "a cell of a megabyte in csv",
      file: "d.csv",
      text: `x\n${megabyte}\nb\n`,
      outputs: [megabyte, "b"],
    },
    { name: "NUL in csv", file: "d.csv", text: "x\na\0b\nc\n", outputs: ["a\0b", "c"] },
    {
      name: "line breaks in quotes",
      file: "d.csv",
      text: 'x,y\n"a\nb",1\n"c ""d""",2\n',
      outputs: ["a\nb", 'c "d"'],
    },
    { name: "a column given twice", file: "d.csv", text: "x,x\na,b\n", outputs: ["a"] },
    { name: "a key given twice", file: "d.jsonl", text: '{"x": "a", "x": "b"}\n', outputs: ["b"] },
    { name: "tsv with a comma", file: "d.tsv", text: "x\ty\na,b\t1\n", outputs: ["a,b"] },
    {
      name: "NA and empty cells",
      file: "d.csv",
      text: 'x,y\nNA,1\n"",2\nnull,3\n',
      outputs: ["NA", "", "null"],
    },
  ]
  test.concurrent.each(files)("$name", async ({ file, text, outputs }) => {
    await using lab = await Lab.make({ ...promptFlow("{{ x }}|"), [file]: text as string })
    const run = await lab.run(file)
    expect(run.info).toMatchObject({ state: "done", error: null })
    expect([...run.outputs.values()]).toEqual(outputs.map((out) => ({ out: `${out}|` })))
  })

  test("that is not UTF-8 is refused, as by the original, and not garbled", async () => {
    const text = Buffer.from('{"x": "a\xff"}\n', "latin1")
    await using lab = await Lab.make({ ...promptFlow("{{ x }}|"), "d.jsonl": text as unknown as string })
    const { info } = await lab.run("d.jsonl")
    expect(info).toMatchObject({
      state: "failed",
      error: { millrace: { code: "DATA_INVALID", hint: "Save the file as UTF-8." } },
    })
  })

  test("reaches Python as it is", async () => {
    await using lab = await Lab.make({
      ...pythonFlow("return [len(x), x if len(x) < 9 else x[-1]]"),
      "d.jsonl": `{"x": "${megabyte}z"}\n{"x": "a\\u0000b"}\n{"x": "a\\ud800"}\n{"x": "a\u2028b\u0085c"}\n{"x": "😀"}\n`,
    })
    const run = await lab.run("d.jsonl")
    expect([...run.outputs.values()]).toEqual(
      [
        [1_000_001, "z"],
        [3, "a\0b"],
        [2, "a\ud800"],
        [5, "a\u2028b\u0085c"],
        [1, "😀"],
      ].map((out) => ({ out })),
    )
    const again = await lab.elsewhere((other) =>
      other.runs.get(run.info.name).then((info) => lab.kept(info, other)),
    )
    expect(again.outputs).toEqual(run.outputs)
  })
})

describe("rows that cannot be used: their lines fail, the others finish (spec 2.3, 11.5)", () => {
  const files: { name: string; file: string; text: string; bad: number[]; code: string; says: RegExp }[] = [
    {
      name: "broken JSON",
      file: "d.jsonl",
      text: '{"x": "1"}\n{"x": \n{"x": "3"}\n',
      bad: [1],
      code: "DATA_INVALID",
      says: /d\.jsonl:2: not JSON/,
    },
    {
      name: "no object",
      file: "d.jsonl",
      text: '{"x": "1"}\n17\n["x"]\n',
      bad: [1, 2],
      code: "DATA_INVALID",
      says: /d\.jsonl:[23]: .*not a JSON object/,
    },
    {
      name: "too many cells",
      file: "d.csv",
      text: "x\n1\nb,c,d\n3\n",
      bad: [1],
      code: "DATA_INVALID",
      says: /d\.csv record 3: expected 1 fields, saw 3/,
    },
    {
      name: "too few cells",
      file: "d.csv",
      text: "y,x\n1,1\n2\n3,3\n",
      bad: [1],
      code: "INPUT_TYPE",
      says: /x in line 1 .*int, and '' is not/,
    },
    {
      name: "a column that one row lacks",
      file: "d.jsonl",
      text: '{"x": "1"}\n{"y": 1}\n{"x": "3"}\n',
      bad: [1],
      code: "INPUT_MISSING",
      says: /flow input x is missing in line 1/,
    },
    {
      name: "the wrong type",
      file: "d.csv",
      text: "x\n1\ntwo\n3\n",
      bad: [1],
      code: "INPUT_TYPE",
      says: /x.*line 1.*int.*two/s,
    },
    {
      name: "null",
      file: "d.jsonl",
      text: '{"x": 1}\n{"x": null}\n',
      bad: [1],
      code: "INPUT_TYPE",
      says: /int.*None/s,
    },
  ]
  test.concurrent.each(files)("$name", async ({ file, text, bad, code, says }) => {
    await using lab = await Lab.make({ ...promptFlow("{{ x + 1 }}", "x: {type: int}"), [file]: text })
    const run = await lab.run(file)
    expect([...run.errors.keys()]).toEqual(bad)
    for (const error of run.errors.values()) {
      expect(error.message).toMatch(says)
      expect(error.millrace).toMatchObject({ code, hint: expect.stringMatching(/./) })
    }
    expect(run.info).toMatchObject({ state: "done", counts: { failed: bad.length } })
    expect([...run.outputs.keys()]).toEqual(
      Array.from(run.statuses.keys()).filter((line) => !bad.includes(line)),
    )
  })
})

describe("data that cannot be used at all (spec 4.1, 4.8)", () => {
  const files: {
    name: string
    file: string
    text: string
    pf?: true
    code: string
    says: RegExp
    hint?: RegExp
  }[] = [
    {
      name: "broken JSON",
      file: "d.json",
      text: '[{"x": "a"}, ',
      code: "DATA_INVALID",
      says: /d\.json: not JSON/,
    },
    {
      name: "a bare value",
      file: "d.json",
      text: "17",
      code: "DATA_INVALID",
      says: /d\.json.*list of objects/,
    },
    { name: "an empty file", file: "d.jsonl", text: "", code: "DATA_EMPTY", says: /no rows in .*d\.jsonl/ },
    {
      name: "blank lines alone",
      file: "d.jsonl",
      text: "\n \n",
      code: "DATA_EMPTY",
      says: /no rows in .*d\.jsonl/,
    },
    { name: "a header alone", file: "d.csv", text: "x\n", code: "DATA_EMPTY", says: /no rows in .*d\.csv/ },
    {
      name: "no such column",
      file: "d.jsonl",
      text: '{"y": "a"}\n{"xx": "b"}\n',
      code: "MAPPING_FAILED",
      says: /\$\{data\.x\}/,
      hint: /\by\b|\bxx\b/,
    },
    {
      name: "broken JSON on one line, under pf",
      file: "d.jsonl",
      text: '{"x": "a"}\n{"x": \n',
      pf: true,
      code: "DATA_INVALID",
      says: /d\.jsonl:2/,
    },
    {
      name: "too many cells, under pf",
      file: "d.csv",
      text: "x\na\nb,c\n",
      pf: true,
      code: "DATA_INVALID",
      says: /record 3/,
    },
  ]
  test.concurrent.each(files)("$name", async ({ file, text, pf, code, says, hint }) => {
    await using lab = await Lab.make({ ...promptFlow("{{ x }}"), [file]: text }, pf ? { profile: "pf" } : {})
    const run = await lab.run(file)
    expect(run.info).toMatchObject({ state: "failed", status: "Failed", counts: { done: 0 } })
    const error = run.info.error
    expect(error?.message).toMatch(says)
    expect(error?.millrace?.code).toBe(code)
    expect(error?.millrace?.hint).toMatch(hint ?? /./)
  })

  test("a file that is not there makes no run", async () => {
    await using lab = await Lab.make(promptFlow("{{ x }}"))
    const refused = await lab.refusal(() => lab.run("none.jsonl"))
    expect(refused).toMatchObject({ code: "DATA_NOT_FOUND", message: expect.stringContaining("none.jsonl") })
    expect(await lab.millrace.runs.list()).toEqual([])
  })
})
