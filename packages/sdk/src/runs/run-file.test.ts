import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import { afterAll, describe, expect, it } from "vitest"
import { readRunFile } from "./run-file.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-run-file-"))
mkdirSync(join(root, "other"))
writeFileSync(join(root, "other", "x.env"), "X=fromdot\n")
writeFileSync(join(root, "other", "init.json"), '{"a": 1}')
writeFileSync(join(root, "other", "init.jsonl"), '{"a": 2}\n{"a": 3}\n')
afterAll(() => rmSync(root, { recursive: true, force: true }))

function read(text: string, options: Parameters<typeof readRunFile>[1] = {}) {
  const path = join(root, "other", "run.yml")
  writeFileSync(path, text)
  return readRunFile(path, options)
}

const FULL = `
name: yml1
display_name: "D \${variant_id}"
description: a description
tags: {team: search, k: null}
properties: {p: q}
flow: ../demo
data: ../demo/good.jsonl
run: other
column_mapping: {a: "\${data.a}", n: 2}
variant: \${up.v1}
connections: {llm: {connection: c, deployment_name: d}}
environment_variables: {X: fromyml}
init: {a: 1}
runtime: rt
resources: {instance_type: Standard_D2, compute: x}
identity: {type: managed, client_id: abc}
`

describe("run.yml (spec 8.3)", () => {
  it("does not look at fields of the file that something else replaces", () => {
    const text = "flow: ../demo\nenvironment_variables: {A: 1}\ncolumn_mapping: {a: b}\n"
    expect(() => read(text)).toThrow("environment_variables.A must be text")
    const replaced = ["environment_variables"]
    expect(read(text, { replaced })).toEqual({ flow: join(root, "demo"), columnMapping: { a: "b" } })
  })

  it("every field, paths relative to the file", () => {
    expect(read(FULL)).toEqual({
      flow: join(root, "demo"),
      data: join(root, "demo", "good.jsonl"),
      run: "other",
      name: "yml1",
      displayName: "D ${variant_id}",
      description: "a description",
      tags: { team: "search", k: null },
      properties: { p: "q" },
      columnMapping: { a: "${data.a}", n: 2 },
      variant: "${up.v1}",
      connections: { llm: { connection: "c", deployment_name: "d" } },
      environment: { X: "fromyml" },
      init: { a: 1 },
    })
  })

  it("a dotenv file, init in a file", () => {
    expect(read("flow: f\nenvironment_variables: x.env\ninit: init.json")).toMatchObject({
      environment: { X: "fromdot" },
      init: { a: 1 },
    })
    expect(read("flow: f\ninit: init.jsonl").init).toEqual({ a: 2 })
  })

  it("--set wins, mappings are merged, unknown fields are warned of", () => {
    const warnings: string[] = []
    const set = { name: "n", tags: { x: "y" }, column_mapping: { n: "7" }, flow: "../hello", bogus: "1" }
    expect(read(FULL, { set, warn: (text) => warnings.push(text) })).toMatchObject({
      name: "n",
      flow: join(root, "hello"),
      tags: { team: "search", x: "y" },
      columnMapping: { a: "${data.a}", n: "7" },
    })
    expect(warnings).toEqual(["Run schema validation warnings. Unknown fields found: {'bogus'}"])
  })

  /** What the original refuses with `ValidationException`, and the field that it names. */
  it.each([
    ["name: 12", "name"],
    ["name: null", "name"],
    ["description: 12", "description"],
    ["data: null", "data"],
    ["run: null", "run"],
    ["variant: null", "variant"],
    ["tags: [a]", "tags"],
    ["tags: null", "tags"],
    ["tags: {i: 1}", "tags.i"],
    ["properties: {f: 1.5}", "properties.f"],
    ["column_mapping: [a]", "column_mapping"],
    ["column_mapping: null", "column_mapping"],
    ["connections: {up: x}", "connections.up"],
    ["environment_variables: {X: 5}", "environment_variables.X"],
    ["environment_variables: {X: null}", "environment_variables.X"],
    ["environment_variables: null", "environment_variables"],
    ["init: null", "init"],
    ["resources: {bogus: x}", "bogus"],
    ["identity: {type: wrong}", "identity.type"],
    ["identity: {type: user_identity, client_id: a}", "identity.client_id"],
    ["- a\n- b", "mapping"],
  ])("refuses %s", (text, named) => {
    const file = text.startsWith("-") ? text : `flow: f\n${text}`
    expect(() => read(file)).toThrow(MillraceError)
    expect(() => read(file)).toThrow(named)
  })

  it("names every wrong field at once", () => {
    expect(() => read("flow: f\nname: 1\ntags: {a: 2}")).toThrow(/name must be text.*tags\.a must be text/)
  })

  it.each(["data: azureml:x:1", "data: https://example.com/x.jsonl", "flow: azureml:x"])(
    "%s is in the cloud",
    (text) => {
      expect(() => read(text.startsWith("flow") ? text : `flow: f\n${text}`)).toThrow("in the cloud")
    },
  )
})
