// biome-ignore-all lint/suspicious/noTemplateCurlyInString: selectors are text
import { MillraceError } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { readFlow } from "./read-flow.ts"
import { parseSelector, selectVariant } from "./select-variant.ts"

const TEXT = `nodes:
- {name: n, use_variants: true}
- {name: m, use_variants: true}
- {name: plain, type: python, source: {path: p.py}}
node_variants:
  n: &v
    default_variant_id: variant_0
    variants:
      variant_0: {node: {type: python, source: {path: a.py}, inputs: {x: 0}}}
      variant_1: {node: {type: python, source: {path: b.py}, inputs: {x: 1}}}
      empty: {}
  m: *v
`
const flow = readFlow({ root: "/f", read: () => TEXT, exists: () => true }, "flow.dag.yaml")

function paths(selector?: string): string {
  try {
    return selectVariant(flow, selector)
      .nodes.map((node) => `${node.name}=${node.source?.path}`)
      .join(" ")
  } catch (error) {
    if (error instanceof MillraceError) return `${error.message} ${error.hint}`
    throw error
  }
}

describe("the selected node gets its variant, all others their default (spec 1.2.4)", () => {
  test.each([
    [undefined, "n=a.py m=a.py plain=p.py"],
    ["${n.variant_1}", "n=b.py m=a.py plain=p.py"],
    ["'${m.variant_1}'", "n=a.py m=b.py plain=p.py"],
    ["${plain.x}", "Node plain has no variants. "],
    ["${nn.variant_1}", "There is no node nn to tune. "],
    ["${plan.variant_1}", "There is no node plan to tune. Did you mean `plain`?"],
    ["${n.variant_2}", "Node n has no variant variant_2. Did you mean `variant_0`?"],
    ["${n.empty}", "Variant empty of node n has no node. "],
    ["n.variant_1", 'The variant "n.variant_1" is not of the form ${node.variant}. '],
  ])("%s", (selector, expected) => expect(paths(selector)).toBe(expected))
})

test("a selector may hold dots in the variant's name", () => {
  expect(parseSelector("${n.v.1}")).toEqual({ node: "n", variant: "v.1" })
})

test("the flow that was read stays as it was", () => {
  selectVariant(flow, "${n.variant_1}")
  expect(flow.nodes.every((node) => node.name === "plain" || node.useVariants)).toBe(true)
})
