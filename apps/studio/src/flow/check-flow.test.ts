import type { ToolSignature } from "@internal/schema"
import { describedToolJson } from "@internal/schema/studio"
import { Json } from "@internal/value"
import { describe, expect, it } from "vitest"
import { checkFlow } from "./check-flow.ts"

const FLOW = `inputs:
  text: {type: string}
nodes:
- name: ask
  type: prompt
  source: {type: code, path: ask.jinja2}
  inputs:
    text: \${inputs.txt}
- name: pick
  type: python
  source: {type: code, path: pick.py}
  inputs:
    mode: slwo
outputs: {}
`
const SIGNATURE: ToolSignature = {
  source: { type: "code", path: "pick.py" },
  function: "pick",
  async: false,
  generator: false,
  parameters: [
    { name: "mode", type: ["string"], connection: false, enum: ["fast", "slow"] },
    { name: "n", type: ["int"], connection: false, default: { value: Json.ofText("3"), shown: "3" } },
  ],
  init: [],
  kwargs: false,
  extra: {},
}
const question = (texts: Record<string, string | null>) => ({
  root: "rich",
  file: "flow.dag.yaml",
  texts: { "flow.dag.yaml": FLOW, ...texts },
  names: ["flow.dag.yaml", "ask.jinja2", "pick.py"],
  tools: [JSON.parse(JSON.stringify(describedToolJson(SIGNATURE.source, SIGNATURE)))],
})

describe("checking a flow in the page", () => {
  it("finds what the command line finds, where it is, and asks for texts that it lacks", () => {
    const { diagnostics, wanted } = checkFlow(question({}))
    expect(diagnostics.map(({ code, line, column, hint }) => [code, line, column, hint])).toEqual([
      ["NODE_INPUT_INVALID", 13, 11, "Did you mean `slow`?"],
      ["FLOW_INPUT_UNKNOWN", 8, 11, "Did you mean `text`?"],
    ])
    expect(wanted).toEqual(["ask.jinja2", "pick.py"])
  })
  it("reads templates that are being typed, and misses files that are gone", () => {
    const { diagnostics, wanted } = checkFlow(question({ "ask.jinja2": "a\n{{ x ", "pick.py": null }))
    expect(diagnostics.map(({ code, file, line }) => [code, file, line])).toEqual([
      ["TEMPLATE_SYNTAX", "ask.jinja2", 2],
      ["NODE_SOURCE_MISSING", "flow.dag.yaml", 11],
      ["FLOW_INPUT_UNKNOWN", "flow.dag.yaml", 8],
    ])
    expect(wanted).toEqual([])
  })
  it("says of broken YAML where it breaks", () => {
    const { diagnostics } = checkFlow(question({ "flow.dag.yaml": "nodes:\n- name: 'x\n" }))
    expect(diagnostics.map(({ code }) => code)).toEqual(["YAML_SYNTAX"])
  })
})
