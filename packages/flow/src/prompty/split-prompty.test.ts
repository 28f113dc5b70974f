import { type Dict, fromPlain, toPlain } from "@internal/value"
import { expect, test } from "vitest"
import { mergeSettings } from "./merge-settings.ts"
import { planPrompty } from "./plan-prompty.ts"
import { readPrompty } from "./read-prompty.ts"
import { resolveReferences } from "./resolve-references.ts"
import { splitPrompty } from "./split-prompty.ts"

test.each([
  ["---\na: 1\n---\nuser:\nhi\n", "a: 1\n", "user:\nhi\n", 4],
  ["---\r\na: 1\r\n---\r\nuser:\r\nhi", "a: 1\n", "user:\nhi", 4],
  ["junk ---\na: 1\n---\n", "a: 1\n", "", 4],
  // Appendix B, 12: the original goes on to the last line of dashes
  ["---\na: 1\n---\nx\n\n---\ny\n", "a: 1\n", "x\n\n---\ny\n", 4],
  ["---\na: 1\n-----\nx\n", "a: 1\n", "x\n", 4],
  ["---\na: |\n  ---\n  b ---\n---\nx\n", "a: |\n  ---\n  b ---\n", "x\n", 6],
  ["---\n---\na: 1\n---\nx\n", "---\na: 1\n", "x\n", 5],
])("%j is front matter and prompt (spec 1.4)", (text, front, template, line) => {
  expect(splitPrompty(text)).toMatchObject({ front, template, templateLine: line })
})

test.each(["", "user:\nhi\n", "---\na: 1\n", "---\na: 1\n--- \nx\n", "--- \na: 1\n---\nx\n"])(
  "%j is no prompty",
  (text) => {
    expect(splitPrompty(text)).toBeUndefined()
  },
)

test("references are matched at the start, to the last brace of the line", () => {
  const warnings: string[] = []
  const files: Record<string, string> = { "t.json": '{"a": "${env:A}"}', "l.yml": "- 1\n", "u.txt": "u\n" }
  const context = {
    env: { A: "x" },
    read: (path: string) => files[path],
    warn: (message: string) => warnings.push(message),
  }
  const given = {
    env: "${env:A}",
    unset: "${env:B}",
    rest: "${env:A} and",
    two: "${env:A}${env:A}",
    inside: "a ${env:A}",
    json: "${file:t.json}",
    list: ["${file:l.yml}", "${file:u.txt}"],
    other: "${vault:A}",
  }
  expect(toPlain(resolveReferences(fromPlain(given), context))).toEqual({
    ...{ env: "x", unset: "${env:B}", rest: "x", two: "${env:A}${env:A}", inside: "a ${env:A}" },
    ...{ json: { a: "${env:A}" }, list: [[1], "u\n"], other: "${vault:A}" },
  })
  expect(warnings).toEqual([expect.stringContaining("vault")])
  expect(() => resolveReferences("${file:none}", context)).toThrow("there is no such file")
})

test("overrides are merged at every depth; lists and values are replaced", () => {
  const merged = mergeSettings(
    fromPlain({ model: { parameters: { a: 1, stop: ["x"] }, api: "chat" } }) as Dict,
    fromPlain({ model: { parameters: { b: 2, stop: ["y"] } }, sample: { q: 1 } }) as Dict,
  )
  expect(toPlain(merged)).toEqual({
    model: { parameters: { a: 1, b: 2, stop: ["y"] }, api: "chat" },
    sample: { q: 1 },
  })
})

test("mistakes are found at their places in the file", () => {
  const found = (text: string) => {
    const reader = { root: "/f", read: () => text, exists: () => true }
    return readPrompty(reader, "x.prompty", { env: {} }).diagnostics.map(({ code, line }) => [code, line])
  }
  const model = "model:\n  configuration: {type: openai}\n"
  expect(found(`---\n${model}inputs:\n  n:\n    type: number\n  m: 3\n---\nuser:\n`)).toEqual([
    ["FLOW_INPUT_TYPE_UNKNOWN", 5],
    ["FLOW_FIELD_INVALID", 7],
  ])
  expect(found("---\na: [\n---\nuser:\n")).toEqual([["YAML_SYNTAX", expect.any(Number)]])
  expect(found("user:\n")).toEqual([["PROMPTY_FORMAT", 1]])
  expect(found("---\nsample: a.txt\n---\nuser:\n")).toEqual([["PROMPTY_SAMPLE", undefined]])
})

test("what fails every line is an error for `flow validate`, a warning for a run", () => {
  const text =
    "---\nmodel:\n  configuration: {type: opnai}\n  parameters:\n    max_token: 3\noutputs:\n  a: {}\n---\nuser:\n{{q}}\n"
  const reader = { root: "/f", read: () => text, exists: () => true }
  const flow = readPrompty(reader, "x.prompty", { env: {} })
  const found = (mode: "run" | "validate") =>
    planPrompty(flow, { reader, mode }).diagnostics.map(({ code, severity, line }) => [code, severity, line])
  expect(found("validate")).toEqual([
    ["PROMPTY_FIELD", "warning", 9], // {{q}} is no input
    ["PROMPTY_CONNECTION_TYPE", "error", 3],
    ["PROMPTY_FIELD", "error", 5],
    ["PROMPTY_FIELD", "warning", 6], // outputs of an answer that is not JSON
  ])
  expect(found("run").map(([, severity]) => severity)).toEqual(Array(4).fill("warning"))
})
