import type { Dict, Value } from "@internal/value"
import * as fc from "fast-check"
import type { FlowEdit } from "../flow-edit.ts"
import { someValue } from "./random-flow.ts"

/** An edit that makes sense for a flow. */
export function someEdit(flow: Dict): fc.Arbitrary<FlowEdit> {
  const nodes = flow.get("nodes") as Dict[]
  const names = nodes.map((node) => node.get("name") as string)
  const variants = [...((flow.get("node_variants") as Dict | undefined) ?? [])] as [string, Dict][]
  const pairs = variants.flatMap(([node, own]) =>
    [...(own.get("variants") as Dict).keys()].map((variant) => ({ node, variant })),
  )
  const node = fc.constantFrom(...names)
  const to = fc.constantFrom("fresh", "other_1", "yes", "n 9")
  const value = fc.oneof(someValue, fc.constant(undefined))
  const path = fc.constantFrom(
    ["inputs", "a"],
    ["inputs", "new"],
    ["inputs"],
    ["source", "path"],
    ["connection"],
    ["activate"],
    ["x-millrace", "on_error"],
    ["aggregation"],
  )
  const edits: fc.Arbitrary<FlowEdit>[] = [
    fc.record({
      kind: fc.constant("node-add" as const),
      name: to,
      fields: fc.constant(
        new Map<string, Value>([
          ["type", "llm"],
          ["inputs", new Map([["q", "1.0"]])],
        ]),
      ),
      at: fc.nat(names.length),
    }),
    fc.record({ kind: fc.constant("node-delete" as const), node }),
    fc.record({ kind: fc.constant("node-rename" as const), node, to }),
    fc.record({ kind: fc.constant("node-duplicate" as const), node, to }),
    fc.record({ kind: fc.constant("node-move" as const), node, to: fc.nat(names.length - 1) }),
    fc.record({ kind: fc.constant("node-set" as const), node, path, value }),
    fc.record({
      kind: fc.constant("flow-set" as const),
      path: fc.constantFrom(
        ["description"],
        ["tags", "a"],
        ["environment_variables", "K"],
        ["additional_includes"],
      ),
      value,
    }),
  ]
  for (const port of ["input", "output"] as const) {
    const map = flow.get(`${port}s`) as Dict
    edits.push(
      fc.record({
        kind: fc.constant("port-add" as const),
        port: fc.constant(port),
        name: to,
        fields: fc.constant(new Map([["type", "int"]])),
      }),
    )
    if (map.size === 0) continue
    const name = fc.constantFrom(...map.keys())
    edits.push(
      fc.record({ kind: fc.constant("port-delete" as const), port: fc.constant(port), name }),
      fc.record({ kind: fc.constant("port-rename" as const), port: fc.constant(port), name, to }),
      fc.record({
        kind: fc.constant("port-move" as const),
        port: fc.constant(port),
        name,
        to: fc.nat(map.size - 1),
      }),
      fc.record({
        kind: fc.constant("port-set" as const),
        port: fc.constant(port),
        name,
        field: fc.constantFrom("type", "default", "description"),
        value,
      }),
    )
  }
  for (const own of nodes) {
    const inputs = own.get("inputs")
    if (inputs instanceof Map && inputs.size > 0) {
      const name = fc.constantFrom(...inputs.keys())
      const which = fc.constant(own.get("name") as string)
      edits.push(
        fc.record({ kind: fc.constant("node-input-rename" as const), node: which, name, to }),
        fc.record({
          kind: fc.constant("node-input-move" as const),
          node: which,
          name,
          to: fc.nat(inputs.size - 1),
        }),
      )
    }
    if (!own.has("use_variants"))
      edits.push(
        fc.record({
          kind: fc.constant("variants-make" as const),
          node: fc.constant(own.get("name") as string),
        }),
      )
  }
  if (pairs.length > 0) {
    const one = fc.constantFrom(...pairs)
    edits.push(
      one.map(({ node, variant }) => ({ kind: "variants-dissolve", node, keep: variant })),
      fc.tuple(one, to).map(([at, name]) => ({ kind: "variant-clone", ...at, to: name })),
      fc.tuple(one, to).map(([at, name]) => ({ kind: "variant-rename", ...at, to: name })),
      one.map((at) => ({ kind: "variant-default", ...at })),
      fc
        .tuple(one, path, value)
        .map(([at, where, what]) => ({ kind: "node-set", ...at, path: where, value: what })),
    )
    const several = pairs.filter(({ node }) => pairs.filter((pair) => pair.node === node).length > 1)
    if (several.length > 0)
      edits.push(fc.constantFrom(...several).map((at) => ({ kind: "variant-delete", ...at })))
  }
  return fc.oneof(...edits)
}
