import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import { describe, expect, test } from "vitest"
import fixtures from "../__fixtures__/flows.json" with { type: "json" }
import { parseYaml } from "../parse-yaml.ts"
import { editFlow } from "./edit-flow.ts"
import type { FlowEdit } from "./flow-edit.ts"
import { flowOutline } from "./flow-outline.ts"
import { isSame } from "./plain-edit.ts"
import { expectedFlow, structuredCopy } from "./testing/expected-flow.ts"
import { applyChanges } from "./text-change.ts"

const gallery = join(import.meta.dirname, "../../../../gallery")
const files = readdirSync(gallery, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("flow.dag.yaml") && !file.includes(".promptflow"))
  .map((file): [string, string] => [file, readFileSync(join(gallery, file), "utf8")])
const texts = [...files, ...fixtures.flows.map(({ name, flow }): [string, string] => [name, flow])]

/** Edits of everything that a flow has, of which each writes one line. */
function oneLineEdits(flow: Dict): FlowEdit[] {
  const edits: FlowEdit[] = [{ kind: "flow-set", path: ["display_name"], value: "Another name" }]
  for (const [section, port] of [
    ["inputs", "input"],
    ["outputs", "output"],
  ] as const) {
    for (const name of mapAt(flow, section).keys()) {
      edits.push({ kind: "port-set", port, name, field: "description", value: "true" })
      edits.push({ kind: "port-set", port, name, field: "type", value: "object" })
    }
  }
  const nodes = flow.get("nodes")
  for (const [index, node] of (Array.isArray(nodes) ? nodes : []).entries()) {
    if (!(node instanceof Map)) continue
    edits.push({ kind: "node-set", node: index, path: ["connection"], value: "another" })
    for (const [name, value] of mapAt(node, "inputs")) {
      if (value instanceof Map || Array.isArray(value) || String(value).includes("\n")) continue
      edits.push({ kind: "node-set", node: index, path: ["inputs", name], value: "${another.output}" })
    }
  }
  return edits
}

function mapAt(map: Dict, key: string): Dict {
  const value = map.get(key)
  return value instanceof Map ? value : new Map()
}

function changedLines(one: string, other: string): number {
  const [a, b] = [one.split("\n"), other.split("\n")]
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return Math.max(a.length, b.length) - start - end
}

function parsed(text: string): Value | undefined {
  try {
    return parseYaml(text, "flow.dag.yaml").value
  } catch (error) {
    if (error instanceof MillraceError) return undefined
    throw error
  }
}

describe("flows of the gallery and of the fixtures", () => {
  test("each edit of a scalar changes one line, and nothing else of what the file says", () => {
    let done = 0
    const refused: string[] = []
    for (const [name, text] of texts) {
      const flow = parsed(text)
      if (!(flow instanceof Map)) continue
      // Every fourth, so that it stays quick.
      for (const edit of oneLineEdits(flow).filter((_, i) => i % 4 === 0)) {
        const expected = tryOr(() => expectedFlow(structuredCopy(flow) as Dict, edit))
        if (!expected) continue
        try {
          const result = editFlow(text, edit)
          done++
          const lines = changedLines(text, result.text)
          // An input that says nothing yet takes a line for its type and one for the description.
          expect([name, edit, lines <= 1 || !text.includes("\n")]).toEqual([name, edit, true])
          expect(isSame(parseYaml(result.text, "f").value, expected)).toBe(true)
          expect(applyChanges(text, result.changes)).toBe(result.text)
        } catch (error) {
          if (!(error instanceof MillraceError)) throw error
          refused.push(`${name}: ${JSON.stringify(edit)} ${error.message}`)
        }
      }
    }
    expect(refused).toEqual([])
    expect(done).toBeGreaterThan(180)
  })

  test("a node renamed there and back leaves the file as it was", () => {
    for (const [name, text] of files) {
      const nodes = flowOutline(text).nodes
      for (const node of nodes.slice(0, 2)) {
        const there = editFlow(text, { kind: "node-rename", node: node.name, to: "renamed_node" })
        const back = editFlow(there.text, { kind: "node-rename", node: "renamed_node", to: node.name })
        expect([name, back.text]).toEqual([name, text])
        expect(there.dangling).toEqual([])
      }
    }
  })

  test("variants that are made of a node and dissolved again leave what it says, and its comments", () => {
    for (const [name, text] of files) {
      for (const node of flowOutline(text).nodes.slice(0, 2)) {
        if (node.usesVariants) continue
        const made = editFlow(text, { kind: "variants-make", node: node.name })
        const back = editFlow(made.text, { kind: "variants-dissolve", node: node.name, keep: "variant_0" })
        expect([name, back.text]).toEqual([name, text])
      }
    }
  })

  test("an outline has the ranges of everything, and edits do not need a right flow", () => {
    for (const [name, text] of texts) {
      const outline = flowOutline(text)
      for (const node of outline.nodes) {
        if (node.name)
          expect([name, text.slice(node.nameRange.from, node.nameRange.to)].join()).toContain(node.name)
        for (const input of node.inputs)
          expect(text.slice(input.nameRange.from, input.nameRange.to)).toContain(input.name)
      }
      for (const { range, text: reference } of outline.references)
        expect(text.slice(range.from, range.to)).toContain(reference)
    }
  })
})

function tryOr<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
