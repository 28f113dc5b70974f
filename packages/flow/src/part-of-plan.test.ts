// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import type { Binding, Plan } from "@internal/schema"
import { type Dict, fromPlain, repr } from "@internal/value"
import { describe, expect, test } from "vitest"
import { partOfPlan } from "./part-of-plan.ts"
import { planFlow } from "./plan-flow.ts"
import { readFlow } from "./read-flow.ts"

const TEXT = `inputs:
  x: {type: int, default: 4}
  y: {type: int}
outputs:
  first: {type: string, reference: "\${a.output.k}"}
  last: {type: string, reference: "\${c.output}"}
nodes:
- {name: a, type: python, source: {path: a.py}, inputs: {y: "\${inputs.y}"}}
- name: b
  type: python
  source: {path: a.py}
  inputs: {p: "\${a.output.k}", q: "\${inputs.x}"}
- name: c
  type: python
  source: {path: a.py}
  inputs: {p: "\${b.output}", q: "\${a.output}"}
  activate: {when: "\${a.output.k}", is: 1}
- name: g
  type: python
  source: {path: a.py}
  aggregation: true
  inputs: {p: "\${a.output.k}", r: "\${c.output}"}
`
const reader = { root: "/f", read: (path: string) => (path === "f.yaml" ? TEXT : ""), exists: () => true }
const plan = planFlow(readFlow(reader, "f.yaml"), { reader, signatures: new Map(), mode: "run" })

const shown = (binding: Binding) =>
  "text" in binding ? binding.text : "value" in binding ? repr(binding.value.value) : binding.kind
const part = (nodes: string[], given: Record<string, unknown>): Plan =>
  partOfPlan(plan, nodes, fromPlain(given) as Dict)
const bindings = ({ nodes }: Plan) =>
  Object.fromEntries(
    nodes.map((node) => [
      node.name,
      Object.fromEntries(Object.entries(node.bindings).map(([name, binding]) => [name, shown(binding)])),
    ]),
  )

describe("partOfPlan", () => {
  test("puts what is given for references to nodes that do not run", () => {
    const some = part(["b", "c"], { "a.output": { k: 1 } })
    expect(bindings(some)).toEqual({
      b: { p: "1", q: "${flow.x}" },
      c: { p: "${b.output}", q: "{'k': 1}" },
    })
    expect(some.nodes.map(({ after }) => after)).toEqual([[], ["b"]])
    expect(some.nodes[1]?.activate && shown(some.nodes[1].activate.when)).toBe("1")
    expect(some.outputs.map(({ name, binding }) => [name, shown(binding)])).toEqual([
      ["first", "1"],
      ["last", "${c.output}"],
    ])
    expect(some.inputs.map(({ name }) => name)).toEqual(["x"])
  })

  test("takes a property by its own name before the whole output", () => {
    expect(bindings(part(["b"], { "a.output": { k: 1 }, "a.output.k": 2 })).b?.p).toBe("2")
  })

  test("leaves out outputs of nodes that are not there, and gives aggregations a list", () => {
    const some = part(["g"], { "a.output.k": 7, "c.output": "z" })
    expect(bindings(some)).toEqual({ g: { p: "[7]", r: "['z']" } })
    expect(some.outputs.map(({ name }) => name)).toEqual(["first", "last"])
    expect(part(["b"], { "a.output.k": 7 }).outputs.map(({ name }) => name)).toEqual(["first"])
  })

  test("names all that is missing, and nodes that are not there", () => {
    expect(() => part(["b", "c"], {})).toThrow(/a\.output\.k.*a\.output/)
    expect(() => part(["z"], {})).toThrow(/no node z/)
  })
})
