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

test("each place keeps its own quotes, keys too, and numbers their form; null is empty, as the original writes it", () => {
  const source = [
    "inputs:",
    '  q: {type: "string", default: 0.70}',
    "  e: {type: string, default: 1e-3}",
    "nodes:",
    "- name: n",
    "  use_variants: true",
    "- name: m",
    "  type: python",
    '  inputs: {a: x, \'k\': "x", "t": [{"name": "x"}], z: null}',
    "node_variants:",
    "  n:",
    "    default_variant_id: v",
    "    variants:",
    "      v: {node: {type: prompt, inputs: {a: 'x', b: x}}}",
    "",
  ].join("\n")
  const reader = { root: "/", read: () => source, exists: () => true }
  const text = flowText(readFlow(reader, "flow.dag.yaml"), source)
  expect(text.slice(0, text.indexOf("node_variants"))).toBe(
    [
      "inputs:",
      "  q:",
      '    type: "string"',
      "    default: 0.70",
      "  e:",
      "    type: string",
      "    default: 1e-3",
      "nodes:",
      "- name: n",
      "  type: prompt",
      "  inputs:",
      "    a: 'x'",
      "    b: x",
      "- name: m",
      "  type: python",
      "  inputs:",
      "    a: x",
      "    'k': \"x\"",
      '    "t":',
      '    - "name": "x"',
      "    z:",
      "",
    ].join("\n"),
  )
})
