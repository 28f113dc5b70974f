// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import type { InputPort } from "@internal/schema"
import { type Dict, fromPlain, Json, repr, type Value } from "@internal/value"
import { describe, expect, test } from "vitest"
import { defaultMapping, mapColumns, mappingProblems } from "./column-mapping.ts"

const dict = (plain: Record<string, unknown>) => fromPlain(plain) as Dict
const rows = new Map([
  ["data", dict({ a: 1, "a.b": 2, o: { k: 3 } })],
  ["run.outputs", dict({ x: 9 })],
])
const port = (name: string, fallback?: Value): InputPort => ({
  name,
  type: "object",
  isChatInput: false,
  isChatHistory: null,
  description: "",
  ...(fallback !== undefined && { default: Json.of(fallback) }),
})

describe("one line (spec 4.3, A.3)", () => {
  test.each([
    ["${data.a}", 1],
    ["${data.a.b}", 2],
    ["${run.outputs.x}", 9],
    ["x ${data.a}", "x ${data.a}"],
    ["$data.a", "$data.a"],
    ["${data.a}\n", 1],
    ["${data.a} ", "${data.a} "],
    ["${{data.a}}", "${{data.a}}"],
    [5, 5],
    [true, true],
    [null, null],
  ])("%j gives %j", (value, expected) => {
    expect(mapColumns(dict({ t: value }), rows).get("t")).toEqual(expected)
  })

  test("every relation without a column is named at once, with the line", () => {
    const mapping = dict({ a: "${data.o.k}", b: "${data}", c: "${data.}", d: "${data.a}" })
    expect(() => mapColumns(mapping, rows, 3)).toThrow(
      "The column mapping cannot be applied to line 3: ${data.o.k}, ${data}, ${data.} not found.",
    )
  })

  test("a near column is suggested", () => {
    const near = new Map([["data", dict({ question: "q" })]])
    expect(() => mapColumns(dict({ q: "${data.qestion}" }), near)).toThrow(
      expect.objectContaining({ hint: "Did you mean `${data.question}`?" }),
    )
  })

  test("line_number is never a target; targets that no input has pass through", () => {
    const out = mapColumns(dict({ line_number: "${data.nope}", extra: "${data.a}" }), rows)
    expect(repr(out)).toBe("{'extra': 1}")
  })
})

test("by default, inputs without a default take the column of their name (spec 4.3, Appendix C 1)", () => {
  const ports = [port("a"), port("b", "D"), port("c")]
  expect(repr(defaultMapping(ports, dict({ c: 5, zz: "${data.b}" })))).toBe(
    "{'a': '${data.a}', 'c': 5, 'zz': '${data.b}'}",
  )
})

describe("problems before the first line", () => {
  const codes = (mapping: Value) =>
    mappingProblems(mapping, [port("a")]).map((p) => `${p.severity} ${p.code}`)

  test("a mapping is a dict that refers to something", () => {
    expect(codes(["a"])).toEqual(["error MAPPING_INVALID"])
    expect(codes(dict({ a: "x" }))).toEqual(["error MAPPING_STATIC"])
    expect(codes(dict({ a: "$x" }))).toEqual([])
  })

  test("a name that is no input is pointed out, and columns are checked where they are known", () => {
    const found = mappingProblems(
      dict({ b: "${data.b}", a: "${run.outputs.y}" }),
      [port("a")],
      new Map([["data", new Set(["c"])]]),
    )
    expect(found.map((p) => p.message)).toEqual([
      "The column mapping fills b, which is no input of the flow.",
      "The column mapping cannot be applied: ${data.b}, ${run.outputs.y} not found.",
    ])
  })
})
