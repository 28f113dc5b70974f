import type { ToolSignature } from "@internal/schema"
import { fromPlain, type Value } from "@internal/value"
import { expect, test } from "vitest"
import { planFlow } from "../plan-flow.ts"
import { readFlow } from "../read-flow.ts"

const reader = (files: Record<string, string>) => ({
  root: "/flows/my flow",
  read: (path: string) => files[path],
  exists: (path: string) => path in files,
})

const parameter = (name: string, type: string, shown?: string) => ({
  name,
  type: [type],
  connection: type.endsWith("Connection"),
  ...(shown !== undefined && { default: { value: undefined, shown } }),
})

function signature(parts: Partial<ToolSignature> = {}): ToolSignature {
  return {
    source: { type: "entry", entry: "m:K" },
    function: "K",
    className: "K",
    async: false,
    generator: false,
    parameters: [parameter("x", "int"), parameter("y", "string", "q"), parameter("z", "object", "")],
    init: [],
    kwargs: false,
    extra: {},
    entry: { outputs: [{ name: "output", type: "string" }], aggregation: null },
    ...parts,
  }
}

function plan(yaml: string, found: ToolSignature | undefined = signature(), init?: Record<string, unknown>) {
  const files = { "flow.flex.yaml": yaml, "s.json": '{"inputs": {"x": 7}}' }
  const flow = readFlow(reader(files), "flow.flex.yaml", { env: { X: "from outside" } })
  return planFlow(flow, {
    reader: reader(files),
    signatures: new Map(found ? [["K", found]] : []),
    mode: "run",
    ...(init && { init: fromPlain(init) as Map<string, Value> }),
  })
}

test("inputs follow from the entry: a default is text, an empty one leaves the input out (spec 1.3, 2.3)", () => {
  const { kind, name, inputs, outputs, nodes, diagnostics } = plan("entry: m:K\n")
  expect([kind, name, diagnostics]).toEqual(["flex", "my_flow", []])
  expect(inputs.map((p) => [p.name, p.type, p.default?.value, p.optional])).toEqual([
    ["x", "int", undefined, undefined],
    ["y", "string", "q", undefined],
    ["z", "object", undefined, true],
  ])
  expect(outputs.map((p) => [p.name, p.type])).toEqual([["output", "string"]])
  expect(nodes.map((node) => [node.name, node.stage])).toEqual([["K", "line"]])
})

test("a section of the file wins, and must have the names of the entry", () => {
  const given =
    "entry: m:K\ninputs:\n  z: {type: list}\n  x: {type: string, default: 5}\n  y: {type: string}\n"
  expect(plan(given).inputs.map((p) => [p.name, p.type, p.default?.value])).toEqual([
    ["z", "list", undefined],
    ["x", "string", 5],
    ["y", "string", undefined],
  ])
  const [found] = plan("entry: m:K\ninputs:\n  x: {type: int}\n").diagnostics
  expect(found).toMatchObject({
    code: "FLEX_SIGNATURE_MISMATCH",
    line: 2,
    data: { ports: "x", entry_ports: "x, y, z" },
  })
})

test.each([
  ["entry:\n", "FLEX_FIELD_INVALID", 1],
  ["entry: m.K\n", "FLEX_FIELD_INVALID", 1],
  ["entry: m:K\nbanana: 1\n", "FLEX_FIELD_UNKNOWN", 2],
  ["entry: m:K\ninputs:\n  x: {type: image}\n", "FLEX_FIELD_INVALID", 3],
  ["entry: m:K\ninit:\n  x: {type: string, default: null}\n", "FLEX_FIELD_INVALID", 3],
  ["entry: m:K\nsample:\n  x: 1\n", "FLEX_FIELD_INVALID", 3],
  ["entry: m:K\nsample: ${file:none.json}\n", "FILE_NOT_FOUND", 2],
  ["entry: m:K\ncode: src\n", "FLEX_FIELD_INVALID", 2],
])("%j is refused", (yaml, code, line) => {
  expect(plan(yaml).diagnostics[0]).toMatchObject({ code, line, severity: "error" })
})

test("constructor arguments: given ones, else the sample's, over the defaults; connections by name", () => {
  const init = [
    parameter("a", "string", "d"),
    parameter("c", "CustomConnection"),
    parameter("m", "AzureOpenAIModelConfiguration"),
  ]
  const yaml =
    "entry: m:K\nsample:\n  init: {a: sampled, c: mine, m: {azure_deployment: d, connection: ao}}\n"
  const bound = (given?: Record<string, unknown>) => {
    const tool = plan(yaml, signature({ init }), given).nodes[0]?.tool
    return tool?.kind === "entry" ? tool.init : undefined
  }
  expect(bound()).toMatchObject({
    a: { kind: "literal" },
    c: { kind: "connection", name: "mine" },
    m: { kind: "configuration", class: "AzureOpenAIModelConfiguration", connection: "ao" },
  })
  expect(Object.keys(bound({ c: "other" }) ?? {})).toEqual(["a", "c"])
  expect(bound({ m: "ao" })?.m).toMatchObject({
    problem: expect.stringContaining("not an instance of Azure"),
  })
})

test("__aggregate__ is a node after the lines, and takes one parameter", () => {
  const entry = { outputs: [], aggregation: 1 }
  expect(plan("entry: m:K\n", signature({ entry })).nodes.map((n) => [n.name, n.stage, n.after])).toEqual([
    ["K", "line", []],
    ["__aggregate__", "aggregation", ["K"]],
  ])
  const two = plan("entry: m:K\n", signature({ entry: { outputs: [], aggregation: 2 } }))
  expect(two.diagnostics[0]).toMatchObject({ code: "AGGREGATION_FUNCTION_INVALID" })
})

test("the sample's inputs come from a file or the environment, too", () => {
  expect(plan("entry: m:K\nsample: ${file:s.json}\n").sample).toEqual(new Map([["x", 7]]))
  expect(plan("entry: m:K\nsample:\n  inputs: {x: '${env:X}', y: '${env:NONE}'}\n").sample).toEqual(
    new Map([
      ["x", "from outside"],
      ["y", "${env:NONE}"],
    ]),
  )
})
