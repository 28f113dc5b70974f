import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { stringify, type Value } from "@internal/value"
import { afterAll, describe, expect, it } from "vitest"
import { DataFiles } from "./data-files.ts"

const folder = mkdtempSync(join(tmpdir(), "millrace-data-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function rowsOf(path: string): Promise<{ rows: string[]; warnings: string[] }> {
  const warnings: string[] = []
  const rows: string[] = []
  try {
    for await (const row of new DataFiles(path, (text) => warnings.push(text)).rows())
      rows.push(row.ok ? stringify(row.values as Value) : `refused: ${row.error.code}`)
  } catch (thrown) {
    rows.push(`refused: ${(thrown as { code: string }).code}`)
  }
  return { rows, warnings }
}

/** Name, content, and the rows that the original 1.18.5 made of it (spec 4.1); `refused` where its run failed. */
const FILES: [name: string, content: string, rows: string[]][] = [
  ["c.csv", 'a,n\nx,1\n"y, q",2\n', ['{"a":"x","n":"1"}', '{"a":"y, q","n":"2"}']],
  ["t.tsv", "a\tn\nx\t1\n", ['{"a":"x","n":"1"}']],
  ["na.csv", "a,n\nNA,1\n,2\nnull,3\n", ['{"a":"NA","n":"1"}', '{"a":"","n":"2"}', '{"a":"null","n":"3"}']],
  ["bom.csv", "\ufeffa,n\nx,1\n", ['{"a":"x","n":"1"}']],
  ["short.csv", "a,n\nx\n", ['{"a":"x","n":""}']],
  ["wide.csv", "a,n\nx,1,7\n", ['{"a":"1","n":"7"}']],
  ["wider.csv", "a,n\nx,1\ny,2,3\n", ['{"a":"x","n":"1"}', "refused: DATA_INVALID"]],
  ["semi.csv", "a;n\nx;1\n", ['{"a;n":"x;1"}']],
  ["dup.csv", "a,a\nx,1\n", ['{"a":"x","a.1":"1"}']],
  ["noname.csv", ",a\n0,x\n", ['{"Unnamed: 0":"0","a":"x"}']],
  ["named.csv", "a,a,a.1\n1,2,3\n", ['{"a":"1","a.2":"2","a.1":"3"}']],
  [
    "quote.csv",
    'a,n\n"q"z,1\n"q" ,2\n"q"z"y",3\n',
    ['{"a":"qz","n":"1"}', '{"a":"q ","n":"2"}', '{"a":"qz\\"y\\"","n":"3"}'],
  ],
  ["inside.csv", 'a,n\nx"y,2\n "q",3\n', ['{"a":"x\\"y","n":"2"}', '{"a":" \\"q\\"","n":"3"}']],
  ["open.csv", 'a,n\nx,1\n"y,2\nz,3\n', ['{"a":"x","n":"1"}', "refused: DATA_INVALID"]],
  ["open2.csv", 'a,n\n1,"""\n2,3\n', ["refused: DATA_INVALID"]],
  [
    "ends.csv",
    'a,n\r"x\r\ny",1\r\nz,2\n\r\nw,',
    ['{"a":"x\\r\\ny","n":"1"}', '{"a":"z","n":"2"}', '{"a":"w","n":""}'],
  ],
  ["white.csv", "\n \na,n\n \t \n x,1\n\t\n", ['{"a":" x","n":"1"}']],
  ["nothing.csv", 'a\n\n1\n""\n', ['{"a":"1"}', '{"a":""}']],
  ["first.csv", '\ufeff"a",n\nx,1\n', ['{"a":"x","n":"1"}']],
  ["q.tsv", 'a\tn\n"q\tr"\t3\n\t4\n', ['{"a":"q\\tr","n":"3"}', '{"a":"","n":"4"}']],
  ["head.csv", "a,n\n", []],
  ["empty.csv", "", []],
  ["arr.json", '[{"a":"x"},{"a":"y"}]', ['{"a":"x"}', '{"a":"y"}']],
  ["col.json", '{"a":{"0":"x","1":"y"},"n":{"0":1,"1":2}}', ['{"a":"x","n":1}', '{"a":"y","n":2}']],
  ["lists.json", '{"a":["x","y"],"n":[1,2]}', ['{"a":"x","n":1}', '{"a":"y","n":2}']],
  ["uneven.json", '{"a":["x"],"n":[1,2]}', ["refused: DATA_INVALID"]],
  ["flat.json", '{"a":"x","n":1}', ["refused: DATA_INVALID"]],
  ["text.json", '"text"', ["refused: DATA_INVALID"]],
  ["emptyarr.json", "[]", []],
  ["emptyobj.json", "{}", []],
  [
    "typed.jsonl",
    '{"a":null,"n":1.5}\n\n{"a":[1,"b"],"n":true}\n',
    ['{"a":null,"n":1.5}', '{"a":[1,"b"],"n":true}'],
  ],
  ["broken.jsonl", '{"a":1}\nbroken\n', ['{"a":1}', "refused: DATA_INVALID"]],
  ["blank.jsonl", "\n\n", []],
  ["empty.jsonl", "", []],
  ["j.txt", '{"a":"x"}\n', ['{"a":"x"}']],
  ["noext", '{"a":"x"}\n', ['{"a":"x"}']],
  ["UP.JSONL", '{"a":"x"}\n', ['{"a":"x"}']],
]

describe("data files as the original reads them", () => {
  it.each([
    ["latin.csv", "a,n\né,1\n", ["refused: DATA_INVALID"]],
    ["latin.jsonl", '{"a":"é"}\n', ["refused: DATA_INVALID"]],
    ["latin.json", '[{"a":"é"}]', ["refused: DATA_INVALID"]],
    ["latin.txt", '{"a":"é"}\n', []],
  ])("%s, which is no UTF-8", async (name, content, expected) => {
    writeFileSync(join(folder, name), content, "latin1")
    expect((await rowsOf(join(folder, name))).rows).toEqual(expected)
  })

  it.each(FILES)("%s", async (name, content, expected) => {
    writeFileSync(join(folder, name), content)
    expect(await rowsOf(join(folder, name))).toEqual({ rows: expected, warnings: [] })
  })

  it.each([
    ["bad.txt", "not json\n"],
    ["half.txt", '{"a":1}\nno\n'],
    ["UP.CSV", "a,n\nx,1\n"],
  ])("%s is left out with a warning", async (name, content) => {
    writeFileSync(join(folder, name), content)
    const warning = `File ${name} is not supported format: csv, tsv, json, jsonl, parquet. Ignoring it.`
    expect(await rowsOf(join(folder, name))).toEqual({ rows: [], warnings: [warning] })
  })

  it("a folder is all of its files, level by level", async () => {
    const data = join(folder, "all")
    mkdirSync(join(data, "sub"), { recursive: true })
    writeFileSync(join(data, "one.jsonl"), '{"a":"x"}\n')
    writeFileSync(join(data, "readme.md"), "# Hello\n")
    writeFileSync(join(data, "sub", "two.csv"), "a\ny\n")
    const { rows, warnings } = await rowsOf(data)
    expect(rows).toEqual(['{"a":"x"}', '{"a":"y"}'])
    expect(warnings).toHaveLength(1)
  })
})

describe("parquet", () => {
  const fixture = (name: string) => fileURLToPath(new URL(`./__fixtures__/${name}.parquet`, import.meta.url))

  it.each(["none", "gzip", "brotli", "zstd"])("compressed by %s", async (name) => {
    expect((await rowsOf(fixture(name))).rows).toEqual(['{"a":"x","n":1}', '{"a":"y","n":2}'])
  })

  it("keeps what the file calls integers, floats, decimals, times, lists and structs", async () => {
    const [first = "", second = ""] = (await rowsOf(fixture("types"))).rows
    expect(first).toBe(
      '{"a":"x","n":1,"f":1.0,"b":true,"l":[1,2],"d":{"k":1},"ts":"2024-01-01 00:00:00","i":1.0,' +
        '"dec":"1.50","dt":"2024-01-01","by":"ab","big":1152921504606846976}',
    )
    expect(second).toContain('"a":null')
    expect(second).toContain('"ts":"2024-01-02 03:04:05"')
  })

  it("refuses what is no parquet", async () => {
    writeFileSync(join(folder, "no.parquet"), "PAR1 or not")
    expect((await rowsOf(join(folder, "no.parquet"))).rows).toEqual(["refused: DATA_INVALID"])
  })
})
