import { flowOutline } from "@internal/flow"
import type { ToolSignature } from "@internal/schema"
import { Json } from "@internal/value"
import { describe, expect, it } from "vitest"
import { choicesOf, functionInputs, shownInputs, typedValue } from "./form-state.ts"
import { referenceProblem } from "./reference-type.ts"
import { renamedTools, type ToolForm, toolForm } from "./tool-form.ts"

const SIGNATURE: ToolSignature = {
  source: { type: "code", path: "pick.py" },
  function: "pick",
  async: false,
  generator: false,
  parameters: [
    { name: "text", type: ["string"], connection: false },
    { name: "mode", type: ["string"], connection: false, enum: ["fast", "slow"] },
    { name: "wait", type: ["int"], connection: false, default: { value: Json.ofText("3"), shown: "3" } },
  ],
  init: [],
  kwargs: false,
  extra: {},
}
const META = {
  module: "a.b",
  function: "call",
  type: "custom_llm",
  package: "promptflow-tools",
  package_version: "1.6.1",
  tool_state: "preview",
  deprecated_tools: ["old.call"],
  inputs: {
    model: {
      type: ["string"],
      enabled_by: "connection",
      enabled_by_type: ["OpenAIConnection"],
      filter_by: { input_name: "api", values: { chat: { enum: ["m1"] }, completion: { enum: ["m2"] } } },
      allow_manual_entry: true,
      ui_hints: { index: 2 },
    },
    connection: { type: ["OpenAIConnection", "AzureOpenAIConnection"], ui_hints: { index: 0 } },
    api: { type: ["string"], default: "chat", enum: ["chat", "completion"], ui_hints: { index: 1 } },
    suffix: { type: ["string"], default: "", enabled_by: "api", enabled_by_value: ["completion"] },
    names: {
      type: ["list"],
      is_multi_select: true,
      dynamic_list: {
        func_path: "a.b.names",
        func_kwargs: [
          { name: "prefix", type: ["string"], reference: "${inputs.api}", optional: false },
          { name: "at", type: ["string"], reference: "${inputs.model}", optional: true, default: "x" },
        ],
      },
    },
    made: {
      type: ["string"],
      generated_by: {
        func_path: "a.b.make",
        func_kwargs: [{ name: "part", reference: "${inputs.part}" }],
        reverse_func_path: "a.b.split",
      },
    },
    part: { type: ["string"], input_type: "uionly_hidden", enum: ["p", "q"] },
  },
}
const values = (given: Record<string, unknown>, types: Record<string, string> = {}) => ({
  of: (name: string) => given[name],
  connectionType: (name: string) => types[name],
})
const names = (form: ToolForm, given: Record<string, unknown> = {}, types: Record<string, string> = {}) =>
  shownInputs(form, values(given, types)).map(({ name }) => name)

describe("the form of a tool", () => {
  const form = toolForm(META)
  it("is in the order of its hints, with what its package says of it", () => {
    expect(form).toMatchObject({ state: "preview", origin: "promptflow-tools 1.6.1", takesMore: true })
    expect(form.inputs.map(({ name }) => name).slice(0, 3)).toEqual(["connection", "api", "model"])
    expect([...renamedTools({ "a.b.call": META })]).toEqual([["old.call", "a.b.call"]])
  })
  it("shows what other inputs switch on, and what has a value", () => {
    expect(names(form)).toEqual(["connection", "api", "names", "made"])
    expect(names(form, { connection: "c" }, { c: "OpenAIConnection" })).toContain("model")
    expect(names(form, { connection: "c" }, { c: "AzureOpenAIConnection" })).not.toContain("model")
    expect(names(form, { api: "completion" })).toContain("suffix")
    expect(names(form, { api: "${inputs.api}" })).toContain("suffix")
    expect(names(form, { suffix: "s" })).toContain("suffix")
    expect(names(form, { part: undefined })).not.toContain("part")
  })
  it("offers what another input allows", () => {
    const model = form.inputs.find(({ name }) => name === "model")
    if (!model) throw new Error("no model")
    expect(choicesOf(model, form, values({}))).toEqual(["m1"])
    expect(choicesOf(model, form, values({ api: "completion" }))).toEqual(["m2"])
  })
  it("calls functions with the values that they name, defaults where there are none", () => {
    const list = form.inputs.find(({ name }) => name === "names")?.list
    if (!list) throw new Error("no list")
    expect(functionInputs(list, form, values({ model: "${a.output}" }))).toEqual({
      inputs: { prefix: "chat" },
      missing: [],
    })
    const without = { ...form, inputs: form.inputs.filter(({ name }) => name !== "api") }
    expect(functionInputs(list, without, values({})).missing).toEqual(["api"])
    expect(form.inputs.find(({ name }) => name === "made")?.generated).toMatchObject({
      path: "a.b.make",
      reverse: "a.b.split",
      arguments: [{ name: "part", reference: "part" }],
    })
  })
  it("of a script takes types and defaults of its text, settings of its meta", () => {
    const script = toolForm(
      {
        source: "pick.py",
        inputs: { wait: { type: ["int"], default: "3", enabled_by: "mode", enabled_by_value: ["slow"] } },
      },
      SIGNATURE,
    )
    expect(script.inputs.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ["text", true],
      ["mode", true],
      ["wait", false],
    ])
    expect(script.inputs[2]?.default).toBe(3)
    expect(names(script, { mode: "slow" })).toEqual(["text", "mode", "wait"])
    expect(names(script, { mode: "fast" })).toEqual(["text", "mode"])
  })
})

describe("what is typed", () => {
  it.each([
    [["int"], "3", { value: 3 }],
    [["int"], "3.5", { value: "3.5", problem: "int needs a whole number" }],
    [["double"], "3.5", { value: 3.5 }],
    [["bool"], "True", { value: true }],
    [["string"], "3", { value: "3" }],
    [["list"], "[1]", { value: [1] }],
    [["list"], "x", { value: "x", problem: "list needs JSON such as [1, 2]" }],
    [["object"], "x", { value: "x" }],
    [["int"], "${a.output}", { value: "${a.output}" }],
  ])("as %j: %s", (types, typed, expected) => expect(typedValue(types, typed)).toEqual(expected))

  const outline = flowOutline(`inputs:
  n: {type: int}
  t: {type: string}
nodes:
- {name: p, type: prompt}
- {name: l, type: llm, inputs: {tools: "[]"}}
`)
  it.each([
    ["${inputs.n}", ["double"], undefined],
    ["${inputs.n}", ["string"], "${inputs.n} is int, and this input takes string"],
    ["${inputs.n}", ["object"], undefined],
    ["${p.output}", ["list"], "${p.output} is string, and this input takes list"],
    ["${p.output.x}", ["list"], undefined],
    ["${l.output}", ["list"], undefined],
    [
      "${inputs.t}",
      ["OpenAIConnection"],
      "${inputs.t} is string, and a connection is named here, not referred to",
    ],
    ["${none.output}", ["list"], undefined],
  ])("%s for %j", (text, types, expected) => expect(referenceProblem(text, types, outline)).toBe(expected))
})
