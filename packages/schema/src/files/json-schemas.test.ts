import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { connectionFile, flowFile, runFile } from "./index.ts"
import { jsonSchemas } from "./json-schemas.ts"

test.each(Object.entries(jsonSchemas()))(
  "json/%s is current (node scripts/json-schemas.ts)",
  (name, schema) => {
    const file = readFileSync(new URL(`../../json/${name}`, import.meta.url), "utf8")
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(schema)))
  },
)

test("a flow may hold keys that nobody knows", () => {
  const flow = { nodes: [{ name: "n", type: "python", source: { path: "n.py" }, future: 1 }], "x-own": true }
  expect(flowFile.parse(flow)).toEqual(flow)
})

test("a misspelt type is refused with its path", () => {
  const found = flowFile.safeParse({ inputs: { q: { type: "str" } }, nodes: [] })
  expect(found.error?.issues[0]?.path).toEqual(["inputs", "q", "type"])
})

test("a run names a flow", () => {
  expect(runFile.safeParse({ data: "d.jsonl" }).success).toBe(false)
  expect(runFile.safeParse({ flow: ".", column_mapping: { a: "${data.a}", n: 1 } }).success).toBe(true)
})

test("each connection type has its own fields", () => {
  expect(connectionFile.safeParse({ name: "c", type: "open_ai" }).success).toBe(false)
  expect(connectionFile.safeParse({ name: "c", type: "open_ai", api_key: "<user-input>" }).success).toBe(true)
  expect(connectionFile.safeParse({ name: "c", type: "custom", secrets: { k: "v" } }).success).toBe(true)
  expect(connectionFile.safeParse({ name: "c", type: "nope" }).success).toBe(false)
})
