import { readFileSync } from "node:fs"
import { type Dict, parse, type Value } from "@internal/value"
import { expect, test } from "vitest"
import { DataFrameJson, dataFrameText } from "./data-frame-json.ts"

function written(...rows: string[]): string[] {
  const frame = new DataFrameJson()
  const dicts = rows.map((row) => parse(row) as Dict)
  const texts = dicts.map((dict) => frame.row(dict))
  const rewrite = frame.rewriter()
  return rewrite ? texts.map((text) => rewrite(parse(text) as Dict)) : texts
}

test("floats are those of the original's writer", () => {
  const url = new URL("./__fixtures__/pandas-floats.json", import.meta.url)
  const pairs: [string, string][] = JSON.parse(readFileSync(url, "utf8"))
  for (const [repr, text] of pairs) expect([repr, dataFrameText(parse(repr))]).toEqual([repr, text])
})

test.for<[string, string]>([
  ['"é/\\u2028\\u007f\\u0001😀<a>&"', '"é\\/\u2028\u007f\\u0001😀<a>&"'],
  ["NaN", "null"],
  ["-Infinity", "null"],
  ["-0.0", "0.0"],
  ["5e-11", "0.0000000001"],
  ["1.5e-10", "0.0000000002"],
  ["2.5e-10", "0.0000000002"],
  ["0.99999999999", "1.0"],
  ["1e16", "10000000000000000.0"],
  ["1.7976931348623157e308", "1.797693135e+308"],
  ["1152921504606846976", "1152921504606846976"],
  ['{"a/b": [1, 1.0, null, true]}', '{"a\\/b":[1,1.0,null,true]}'],
])("%s is written as %s", ([value, text]) => {
  expect(dataFrameText(parse(value) as Value)).toBe(text)
})

test("every row has every column, in order of first appearance", () => {
  expect(written('{"a":"x"}', '{"b":"y","a":"z"}')).toEqual(['{"a":"x","b":null}', '{"a":"z","b":"y"}'])
})

test("a column of integers with a gap or a float becomes one of floats", () => {
  expect(written('{"a":1}', '{"a":null}')).toEqual(['{"a":1.0}', '{"a":null}'])
  expect(written('{"a":1}', '{"b":2}')).toEqual(['{"a":1.0,"b":null}', '{"a":null,"b":2.0}'])
  expect(written('{"a":1}', '{"a":0.30000000000000004}')).toEqual(['{"a":1.0}', '{"a":0.3}'])
})

test("a column that holds anything else keeps its values as they are", () => {
  expect(written('{"a":1}', '{"a":"x"}', '{"a":null}')).toEqual(['{"a":1}', '{"a":"x"}', '{"a":null}'])
  expect(written('{"a":true}', '{"a":1}')).toEqual(['{"a":true}', '{"a":1}'])
})
