import { flowOutline } from "@internal/flow"
import { float, PyFloat } from "@internal/value"
import { expect, it } from "vitest"
import { revived } from "./outline-protocol.ts"
import { Outlines } from "./outlines.ts"

const flow = (x: string, more = "") => `inputs:
  q: {type: string}
outputs: {}
nodes:
- name: a
  type: python
  source: {type: code, path: a.py}
  inputs: {x: ${x}, y: 1.0}
- name: b
  type: python
  source: {type: code, path: b.py}
  inputs: {x: "\${a.output}"}
${more}`

it("a node is the same object while it says the same, wherever it stands", () => {
  const outlines = new Outlines(() => {})
  const first = outlines.of(flow("1"))
  const second = outlines.of(flow("1000"))
  expect(second.nodes[0]).not.toBe(first.nodes[0])
  expect(second.nodes[1]).toBe(first.nodes[1])
  expect(second.outline.nodes[1]?.range.from).toBe((first.outline.nodes[1]?.range.from ?? 0) + 3)
  expect(outlines.of(flow("1"))).toBe(first) // an undo costs nothing
})

it("a variant is part of its node, and an anchor ties a node to what it does not say itself", () => {
  const outlines = new Outlines(() => {})
  const variants = (text: string) =>
    flow("1", `node_variants:\n  b: {default_variant_id: v, variants: {v: {node: {inputs: {x: ${text}}}}}}\n`)
  const first = outlines.of(variants("1"))
  expect(outlines.of(variants("2")).nodes[1]).not.toBe(first.nodes[1])
  const anchored = outlines.of(flow("&x 1"))
  expect(outlines.of(flow("&x 2")).nodes[1]).not.toBe(anchored.nodes[1])
})

it("an outline comes back from a worker as it went", () => {
  const outline = flowOutline(flow("{z: [2.0, 1.5, 3]}"))
  const sent = revived(structuredClone(outline))
  expect(sent).toEqual(outline)
  expect(JSON.stringify(outline.nodes[0]?.inputs[1]?.value)).toBe(JSON.stringify(float(1)))
  const y = (sent as typeof outline).nodes[0]?.inputs[1]?.value
  expect(y).toBeInstanceOf(PyFloat)
})
