// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { MillraceError } from "@internal/schema"
import { type Dict, fromPlain, repr } from "@internal/value"
import { describe, expect, test } from "vitest"
import { planFlow } from "./plan-flow.ts"
import { readFlow } from "./read-flow.ts"
import { resolveNodeInputs } from "./resolve-node-inputs.ts"

const TEXT = `inputs:
  x: {type: int, default: 4}
  y: {type: int}
outputs: {}
nodes:
- {name: a, type: python, source: {path: a.py}}
- {name: g0, type: python, source: {path: a.py}, aggregation: true}
- name: n
  type: python
  source: {path: a.py}
  inputs:
    p: \${a.output}
    q: \${a.output.k}
    r: \${inputs.x}
    s: \${flow.y}
    t: lit
- name: g
  type: python
  source: {path: a.py}
  aggregation: true
  inputs: {p: "\${a.output}", r: "\${inputs.x}", l: lit, h: "\${g0.output}"}
`
const reader = { root: "/f", read: (path: string) => (path === "f.yaml" ? TEXT : ""), exists: () => true }
const plan = planFlow(readFlow(reader, "f.yaml"), { reader, signatures: new Map(), mode: "run" })

function resolved(node: string, given: Record<string, unknown>): string {
  const planned = plan.nodes.find((item) => item.name === node)
  if (!planned) throw new Error(`no node ${node}`)
  try {
    const { values, unused } = resolveNodeInputs(plan, planned, fromPlain(given) as Dict)
    return [repr(values), ...unused].join(" ")
  } catch (error) {
    if (error instanceof MillraceError) return error.message
    throw error
  }
}

describe("inputs of one node (spec 3.9)", () => {
  test.each([
    [
      "all by their references",
      { "a.output": 1, "a.output.k": 2, "inputs.x": "3", "flow.y": "5" },
      "{'p': 1, 'q': 2, 'r': 3, 's': 5}",
    ],
    ["all by their names", { p: 1, q: 2, r: "3", s: "5" }, "{'p': 1, 'q': 2, 'r': 3, 's': 5}"],
    ["a property in its dict", { p: 1, q: { k: 9 }, s: 5 }, "{'p': 1, 'q': 9, 'r': 4, 's': 5}"],
    ["a literal anew (B 10)", { p: 1, q: 2, s: 5, t: "new" }, "{'p': 1, 'q': 2, 'r': 4, 's': 5, 't': 'new'}"],
    ["a flow input that has a default", { p: 1, q: 2, s: 5, x: 9 }, "{'p': 1, 'q': 2, 'r': 9, 's': 5} x"],
    ["what nobody asked for", { p: 1, q: 2, s: 5, foo: 1 }, "{'p': 1, 'q': 2, 'r': 4, 's': 5} foo"],
  ])("%s", (_, given, expected) => expect(resolved("n", given)).toBe(expected))

  test("names everything that is missing", () => {
    expect(resolved("n", { y: 5 })).toBe(`Required input(s) ['p', 'q', 's'] are missing for "n".`)
  })

  test("casts as the flow does, and names the node", () => {
    expect(resolved("n", { p: 1, q: 2, r: "abc", s: 5 })).toBe(
      "The value for input r of node n must be int, and 'abc' is not.",
    )
  })

  test("an aggregation node gets lists of one line, but another's output as it is", () => {
    expect(resolved("g", { p: 1, h: 2 })).toBe("{'p': [1], 'r': [4], 'h': 2}")
  })
})
