import { readClip } from "@internal/flow"
import { expect, test } from "vitest"
import type { OpenFlow } from "../../flow/open-flow.ts"
import { pasteClip } from "./node-clipboard.ts"

test("what is pasted twice in a moment gets two names", async () => {
  const nodes: { name: string; index: number; references: []; variants: [] }[] = []
  const add = async ({ name }: { name: string }) => {
    await new Promise((resolve) => setTimeout(resolve))
    if (nodes.some((node) => node.name === name)) throw new Error(`There is a node ${name} already`)
    nodes.push({ name, index: nodes.length, references: [], variants: [] })
  }
  const flow = {
    outline: { nodes, inputs: [] },
    problems: { hasFile: () => false },
    edit: add,
  } as unknown as OpenFlow
  const clip = readClip("- name: x\n  type: prompt\n  source: {type: code, path: x.jinja2}\n")
  if (!clip) throw new Error("no clip")
  const names = await Promise.all([pasteClip(flow, clip), pasteClip(flow, clip)])
  expect(names).toEqual(["x", "x_2"])
})
