import { MillraceError } from "@internal/schema"
import { isFloat, str, typeName, type Value } from "@internal/value"
import { describe, expect, test } from "vitest"
import loader from "./__fixtures__/yaml.json" with { type: "json" }
import { parseYaml } from "./parse-yaml.ts"

const KINDS: Record<string, string> = { NoneType: "null" }

function attempt(text: string): Value | MillraceError {
  try {
    return parseYaml(text, "f.yaml").value
  } catch (error) {
    if (error instanceof MillraceError) return error
    throw error
  }
}

/** The fixture's form of a value: floats by their text, so that 1.0 is not 1. */
function plain(value: Value): unknown {
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([k, v]) => [k, plain(v)]))
  if (Array.isArray(value)) return value.map(plain)
  return isFloat(value) ? { float: str(value) } : value
}

describe("plain scalars read as the original's loader reads them (spec 1.1)", () => {
  test.each(loader.scalars as [string, string, string][])("%s is %s %s", (text, kind, shown) => {
    const value = (attempt(`a: ${text}`) as Map<string, Value>).get("a") as Value
    const type = typeName(value)
    expect([KINDS[type] ?? type, str(value)]).toEqual([kind, shown])
  })
})

describe("documents", () => {
  test.each(loader.documents as [string, unknown, [number, number]?][])("%j", (text, expected) => {
    const value = attempt(text)
    if (expected === null) expect(value).toMatchObject({ code: "YAML_SYNTAX" })
    else expect(value instanceof MillraceError ? value.message : plain(value)).toEqual(expected)
  })
})

test("an empty document is an empty mapping", () => {
  expect(parseYaml("# nothing\n", "f.yaml").value).toEqual(new Map())
})

test("every value knows its place, aliases that of the anchor", () => {
  const { positions } = parseYaml("a: &x\n  b: [1, two]\nc: *x\n", "f.yaml")
  const b = positions.entries?.get("a")?.node.entries?.get("b")
  expect(b?.key).toEqual({ file: "f.yaml", line: 2, column: 3, length: 1 })
  expect(b?.node.items?.[1]?.place).toEqual({ file: "f.yaml", line: 2, column: 10, length: 3 })
  expect(positions.entries?.get("c")?.node).toBe(positions.entries?.get("a")?.node)
})

test("an error names file, line and column", () => {
  expect(attempt("inputs:\n  a: 1\n  a: 2\n")).toMatchObject({
    code: "YAML_SYNTAX",
    message: 'f.yaml is not valid YAML: the key "a" is there twice (line 3, column 3).',
    place: { file: "f.yaml", line: 3, column: 3 },
  })
})

test.each([
  ["a: {r: ${n.output}}", '"${n.output}"'],
  ["a: {\n b: { q: ${inputs.q}, s: 1 }}", '"${inputs.q}"'],
  ["a: [x, ${n.output.items[0]}]", '"${n.output.items[0]}"'],
  ['- {"r":${data.u', '"${…}"'],
])("a bare reference inside braces or brackets is told to be quoted: %j", (text, quoted) => {
  const hint = `Inside {…} and […] a reference stands in quotes: ${quoted}`
  expect(attempt(text)).toMatchObject({ code: "YAML_SYNTAX", hint })
})

test.each(["a: {b: [c}", "a: {b: {c}", "a: {b: $ {c}}"])("no other mistake is: %j", (text) => {
  expect(attempt(text)).toMatchObject({ code: "YAML_SYNTAX", hint: "" })
})

test("aliases of aliases stay shared, so a bomb stays small", () => {
  const lines = ["a0: &a0 [x, x]"]
  for (let i = 1; i < 40; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`)
  expect((attempt(lines.join("\n")) as Map<string, Value>).size).toBe(40)
})

test("lines of a flow mapping may stand left of their key, and keep their columns", () => {
  const { positions } = parseYaml("a:\n  b: {\n c: 1,\nd: 2 }\n", "f.yaml")
  const b = positions.entries?.get("a")?.node.entries?.get("b")?.node.entries
  expect([b?.get("c")?.key.column, b?.get("d")?.node.place]).toEqual([
    2,
    { file: "f.yaml", line: 4, column: 4, length: 1 },
  ])
})

test.each([
  ["a: {x: 'user:\n'}\nb: 1\n", { a: { x: "user: " }, b: 1 }],
  ["a:\n  b: 'x\ny\n\n z'\n", { a: { b: "x y\nz" } }],
  ['a:\n  b: "x\ny\\\nz"\nc: 1\n', { a: { b: "x yz" }, c: 1 }],
  ["a:\n  - 'x\n y'\n", { a: ["x y"] }],
])("lines of a quoted text may stand left of its key: %j", (text, expected) => {
  expect(plain(attempt(text) as Value)).toEqual(expected)
})

test.each(["a:\n  b: 'x\n  c: 1\nd: 2\n", 'a:\n  b: "x\nc: 1\nd: [2]\n', "a:\n  b: 'x\nc: it's\n"])(
  "a quote that is missing is told where it was opened: %j",
  (text) => {
    expect(attempt(text)).toMatchObject({ code: "YAML_SYNTAX", place: { line: 2, column: 6 } })
  },
)

test.each([
  ["a: |\n  x", "x"],
  ["a: |+\n  x", "x"],
  ["a: >\n  x\n  y", "x y"],
  ["a: |\n  x\n", "x\n"],
  ["a: |\n  x\n  ", "x\n"],
])("a block of text at the end of a file without a line break has none either: %j", (text, value) => {
  expect((attempt(text) as Map<string, Value>).get("a")).toBe(value)
})
