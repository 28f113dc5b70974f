import { expect, test } from "vitest"
import { float, fromPlain, pythonLiteral } from "./index.ts"

test.each([
  ["[{'id': 'c1', 'ok': True, 'n': None}]", [{ id: "c1", ok: true, n: null }]],
  ['["a" "b", r"\\n", "\\x41\\u00e9\\n", \'it"s\']', ["ab", "\\n", "Aé\n", 'it"s']],
  ["(1, -2, 0x1F, 1_000,)", [1, -2, 31, 1000]],
  ["(1)", 1],
  ["{1: 'x', 'y': (2,)}", { 1: "x", y: [2] }],
  ["{1, 2}", [1, 2]],
  ["'''two\nlines'''", "two\nlines"],
])("%s", (text, value) => {
  expect(pythonLiteral(text)).toEqual(fromPlain(value))
})

test("floats stay floats", () => {
  expect(pythonLiteral("[1.0, -2e3]")).toEqual([float(1), float(-2000)])
})

test.each(["[1", "{'a' 1}", "true", "f(x)", "'a", "1 2", "", "'\\U99999999'", "'\\x4'"])(
  "%j is refused",
  (text) => {
    expect(() => pythonLiteral(text)).toThrow(/malformed literal at character \d+/)
  },
)
