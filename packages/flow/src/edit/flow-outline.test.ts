import { expect, test } from "vitest"
import { flowOutline } from "./flow-outline.ts"
import { referenceCompletions, renameImpact } from "./reference-completions.ts"

const FLOW = `inputs:
  q: {type: string}
outputs:
  o: {type: string, reference: "\${b.output}"}
nodes:
- name: a
  type: python
  source: {type: code, path: a.py}
  inputs:
    q: \${inputs.q}
- name: b
  use_variants: true
- name: c
  type: prompt
  inputs: {x: "\${b.output}"}
- name: all
  type: python
  aggregation: true
  inputs: {x: "\${c.output}"}
node_variants:
  b:
    default_variant_id: v1
    variants:
      v0: {node: {type: llm, inputs: {p: "\${a.output}"}}}
      v1:
        node:
          type: llm
          activate: {when: "\${inputs.q}", is: go}
`

test("an outline says where each part is", () => {
  const outline = flowOutline(FLOW)
  const text = ({ from, to }: { from: number; to: number }) => FLOW.slice(from, to)
  const [a, b, , all] = outline.nodes
  expect(text(a?.range ?? { from: 0, to: 0 })).toMatch(/^- name: a\n.*\$\{inputs\.q\}$/s)
  expect(text(a?.nameRange ?? { from: 0, to: 0 })).toBe("a")
  expect(a?.inputs.map(({ valueRange }) => text(valueRange))).toEqual(["${inputs.q}"])
  expect(text(a?.source?.range ?? { from: 0, to: 0 })).toBe("a.py")
  expect(b).toMatchObject({ usesVariants: true, needs: ["a"] })
  expect(b?.variants.map(({ id, isDefault, type }) => [id, isDefault, type])).toEqual([
    ["v0", false, "llm"],
    ["v1", true, "llm"],
  ])
  expect(b?.variants[1]?.activate).toMatchObject({ when: "${inputs.q}", is: "go" })
  expect(all?.isAggregation).toBe(true)
  expect(outline.references.map(({ range }) => text(range))).toContain(`"\${b.output}"`)
})

test("completions leave out what depends on the node, and aggregation", () => {
  const outline = flowOutline(FLOW)
  const texts = (node?: string) => referenceCompletions(outline, node).map(({ text }) => text)
  expect(texts("a")).toEqual(["${inputs.q}"])
  expect(texts("c")).toEqual(["${inputs.q}", "${a.output}", "${b.output}"])
  expect(texts("all")).toEqual(["${inputs.q}", "${a.output}", "${b.output}", "${c.output}"])
  expect(texts()).toHaveLength(5)
})

test("the impact of a new name", () => {
  const paths = renameImpact(flowOutline(FLOW), { kind: "input", name: "q" }).map(({ path }) =>
    path.join("."),
  )
  expect(paths).toEqual(["nodes.0.inputs.q", "node_variants.b.variants.v1.node.activate.when"])
})

test.each([
  "",
  "nodes: [",
  "nodes:\n- name: a\n  inputs: {x: 1\n- name: b\n",
  "nodes: 5\n",
  "a: &x [*x]\n",
  "- 1\n",
  "a: *gone\n",
  "x: 1\nx: 2\n",
  "\ufeffnodes:\n- name: a\n",
])("any text has an outline: %j", (text) => {
  expect(flowOutline(text).references).toEqual([])
})
