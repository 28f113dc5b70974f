import { expect, test } from "vitest"
import { flowText, readFlow, selectVariant } from "./index.ts"

const TEXT = `inputs:
  x: {type: double, default: 1.0}
nodes:
- name: a
  use_variants: true
node_variants:
  a:
    default_variant_id: v0
    variants:
      v0: {node: {type: prompt, source: {type: code, path: a.jinja2}}}
      v1: {node: {type: prompt, source: {type: code, path: b.jinja2}}}
`

test("the chosen variant stands where the node stood, and floats keep their point", () => {
  const reader = { root: "/", read: () => TEXT, exists: () => true }
  const text = flowText(selectVariant(readFlow(reader, "flow.dag.yaml"), "${a.v1}"))
  expect(text).toContain("default: 1.0")
  expect(text).toMatch(/- name: a\n {2}type: prompt\n {2}source:\n {4}type: code\n {4}path: b.jinja2/)
  expect(text).toContain("node_variants:")
})

test("texts keep the quotes of the file, and lists stand under their key, as the original writes them", () => {
  const source = `outputs: {o: {type: string, reference: "\${n.output}"}}\nnodes:\n- {name: n, type: python, inputs: {a: '1', b: plain}}\n`
  const reader = { root: "/", read: () => source, exists: () => true }
  expect(flowText(readFlow(reader, "flow.dag.yaml"), source)).toBe(
    [
      "outputs:",
      "  o:",
      "    type: string",
      '    reference: "${n.output}"',
      "nodes:",
      "- name: n",
      "  type: python",
      "  inputs:",
      "    a: '1'",
      "    b: plain",
      "",
    ].join("\n"),
  )
})
