import { parseYaml } from "@internal/flow"
import { expect, test } from "vitest"
import { unknownFields } from "./unknown-fields.ts"

/** What the original's `flow validate` warned of in this file (spec 1.8), found by asking it. */
const FLOW = `
$schema: x
display_name: d
description: e
tags: {a: b}
language: python
type: standard
environment: {image: i}
environment_variables: {a: b}
additional_includes: []
name: n
message_format: basic
ui_hints: {a: 1}
inputs:
  x: {type: string, default: hi, description: e, is_chat_input: false, is_chat_history: false, zap: {a: 1}}
outputs:
  out: {type: string, reference: "\${f.output}", description: d, is_chat_output: false, evaluation_only: true}
nodes:
- {name: f, type: python, zup: 3}
node_variants:
  f: {default_variant_id: v, qux: 1}
`

test("keys that the original's schema does not know are named with their values", () => {
  expect(unknownFields(parseYaml(FLOW, "flow.dag.yaml").positions)).toEqual([
    { path: "inputs.x.zap", value: { a: 1 } },
    { path: "outputs.out.evaluation_only", value: true },
    { path: "name", value: "n" },
    { path: "message_format", value: "basic" },
    { path: "ui_hints", value: { a: 1 } },
  ])
})

test("a file that is no mapping has none", () => {
  expect(unknownFields(parseYaml("- a", "flow.dag.yaml").positions)).toEqual([])
})
