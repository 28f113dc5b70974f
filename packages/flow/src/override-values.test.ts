import { fromPlain, repr } from "@internal/value"
import { expect, test } from "vitest"
import { overrideValues } from "./override-values.ts"
import { readFlow } from "./read-flow.ts"

const TEXT = `inputs:
  q: {type: string, default: old}
nodes:
- name: fetch
  type: python
  source: {path: f.py}
  inputs: {url: u, n: 1}
- name: bare
  type: python
  source: {path: f.py}
`
const flow = readFlow({ root: "/f", read: () => TEXT, exists: () => true }, "f.yaml")

test("values anywhere in the file can be replaced, nodes by name (spec 1.9)", () => {
  const changed = overrideValues(flow, {
    "nodes.fetch.inputs.url": fromPlain({ a: [1] }),
    "nodes.bare.inputs.extra": "x",
    "inputs.q.default": "new",
  })
  const inputs = changed.nodes.map((node) =>
    Array.from(node.inputs, ([k, v]) => `${k}=${repr(v.value)}`).join(" "),
  )
  expect(inputs).toEqual(["url={'a': [1]} n=1", "extra='x'"])
  expect(changed.inputs[0]?.default?.value).toBe("new")
  expect(flow.inputs[0]?.default?.value).toBe("old")
})

test("a path that leads nowhere is an error", () => {
  expect(() => overrideValues(flow, { "nodes.fetsh.inputs.url": 1 })).toThrow("there is no fetsh in the list")
  expect(() => overrideValues(flow, { "nodes.fetch.inputs.n.x": 1 })).toThrow("1 has no parts")
})
