import { expect, it } from "vitest"
import {
  edited,
  frontValue,
  promptyParts,
  promptyPorts,
  withFrontValue,
  withSampleDeclared,
} from "./prompty-text.ts"

const TEXT = `---
name: Basic
model:
  api: chat   # not completion
  parameters:
    max_tokens: 60
inputs:
  question: {type: string, default: why}
  count: int
---
system:
Answer {{question}}.
`

it("shows a prompty as a form, and changes the lines that are meant", () => {
  const parts = promptyParts("basic.prompty", TEXT)
  if (parts instanceof Error) throw parts
  expect([parts.line, parts.template]).toEqual([11, "system:\nAnswer {{question}}.\n"])
  expect(frontValue(parts.front, ["model", "parameters"])).toEqual({ max_tokens: 60 })
  expect(frontValue(parts.front, ["model", "configuration", "connection"])).toBeUndefined()
  expect(promptyPorts(parts.front, "inputs")).toEqual([
    { name: "question", type: "string", default: "why" },
    { name: "count", type: "int", default: undefined },
  ])
  expect(withFrontValue(TEXT, ["model", "parameters", "max_tokens"], 80)).toBe(TEXT.replace("60", "80"))
  expect(edited(TEXT, { kind: "template", template: "user:\nhi\n" })).toBe(
    TEXT.replace(/system:[\s\S]*/, "user:\nhi\n"),
  )
})

it("says why a prompty cannot be shown as a form", () => {
  expect(promptyParts("basic.prompty", "no front matter")).toMatchObject({ code: "PROMPTY_FORMAT" })
})

it("declares the inputs of a sample, by the types of its values", () => {
  const text = "---\nmodel: {api: chat}\nsample:\n  q: why\n  n: 2\n---\nuser:\n{{q}}\n"
  const declared = promptyParts("a.prompty", withSampleDeclared(text, { q: "why", n: 2, some: [1], at: 0.5 }))
  if (declared instanceof Error) throw declared
  expect(promptyPorts(declared.front, "inputs").map(({ name, type }) => [name, type])).toEqual([
    ["q", "string"],
    ["n", "int"],
    ["some", "list"],
    ["at", "double"],
  ])
  expect(frontValue(declared.front, ["sample"])).toEqual({ q: "why", n: 2 })
})
