// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { flowOutline } from "@internal/flow"
import { describe, expect, it } from "vitest"
import {
  fromHereOn,
  givenOf,
  type KnownOutput,
  missingInputs,
  type NeedValues,
  needsOf,
  type Resolved,
  type RunTarget,
  resolveNeed,
} from "./run-needs.ts"
import { portsOfOutline } from "./run-ports.ts"

const outline = flowOutline(`inputs:
  url: {type: string}
  depth: {type: int, default: 3}
  chat_history: {type: list}
outputs:
  out: {type: string, reference: "\${join.output}"}
nodes:
- name: fetch
  type: python
  source: {type: code, path: fetch.py}
  inputs: {url: "\${inputs.url}", depth: "\${inputs.depth}"}
- name: sum
  type: llm
  use_variants: true
- name: side
  type: python
  source: {type: code, path: side.py}
- name: join
  type: python
  source: {type: code, path: join.py}
  inputs: {a: "\${sum.output}", b: "\${side.output.text}", c: "\${fetch.output}"}
  activate: {when: "\${inputs.depth}", is: 3}
node_variants:
  sum:
    default_variant_id: v0
    variants:
      v0: {node: {type: llm, inputs: {text: "\${fetch.output}"}}}
      v1: {node: {type: llm, inputs: {text: "\${fetch.output.text}"}}}
`)
const ports = portsOfOutline(outline)
const values = (known: Record<string, KnownOutput> = {}, given: Partial<NeedValues> = {}): NeedValues => ({
  ports: ports.inputs,
  inputs: {},
  pinned: {},
  typed: {},
  known: (node) => known[node] ?? {},
  ...given,
})
const resolve = (target: RunTarget, of: NeedValues): Resolved[] =>
  needsOf(outline, target).map((need) => resolveNeed(need, of))
const shown = (resolved: Resolved[]) =>
  Object.fromEntries(
    resolved.map(({ key, source, value }) => [key, value === undefined ? source : [source, value]]),
  )

describe("what a run needs", () => {
  it("is every reference of a node, of its chosen variant, and no condition of one that runs alone", () => {
    expect(needsOf(outline, { kind: "node", node: "join" }).map(({ key }) => key)).toEqual([
      "sum.output",
      "side.output.text",
      "fetch.output",
    ])
    expect(needsOf(outline, { kind: "node", node: "sum" }, { sum: "v1" })[0]).toEqual({
      key: "fetch.output.text",
      node: "fetch",
      property: "text",
      takenBy: ["sum: text"],
    })
  })

  it("is what comes from outside, from here on", () => {
    expect(fromHereOn(outline, "fetch")).toEqual(["fetch", "sum", "join"])
    const needs = needsOf(outline, { kind: "from", node: "sum" })
    expect(needs.map(({ key, takenBy }) => [key, takenBy])).toEqual([
      ["fetch.output", ["sum: text", "join: c"]],
      ["side.output.text", ["join: b"]],
      ["inputs.depth", ["join's condition"]],
    ])
  })

  it("is typed, pinned, given, a default, of the last run, stale or missing, and never guessed", () => {
    const join: RunTarget = { kind: "node", node: "join" }
    expect(shown(resolve(join, values()))).toEqual({
      "sum.output": "missing",
      "side.output.text": "missing",
      "fetch.output": "missing",
    })
    const known = {
      sum: { output: "s", stale: "the prompt has changed" },
      side: { output: { text: "t" } },
      fetch: { isBypassed: true },
    }
    expect(shown(resolve(join, values(known)))).toEqual({
      "sum.output": ["stale", "s"],
      "side.output.text": ["last", "t"],
      "fetch.output": ["bypassed", null],
    })
    const given = {
      pinned: { "side.output": { text: "p" }, "sum.output": "q" },
      typed: { "sum.output": "r" },
    }
    expect(shown(resolve(join, values({ ...known, fetch: { isLive: true, output: "<x>" } }, given)))).toEqual(
      {
        "sum.output": ["typed", "r"],
        "side.output.text": ["pinned", "p"],
        "fetch.output": "gone",
      },
    )
    expect(resolve(join, values({ side: { output: { other: 1 } } }))[1]).toMatchObject({ source: "missing" })
    expect(resolve(join, values({ side: { hasFailed: true } }))[1]?.why).toMatch(/^side failed/)
    const fetch: RunTarget = { kind: "node", node: "fetch" }
    expect(shown(resolve(fetch, values()))).toEqual({
      "inputs.url": "missing",
      "inputs.depth": ["default", 3],
    })
    expect(shown(resolve(fetch, values({}, { inputs: { url: "u", depth: 0 } })))).toEqual({
      "inputs.url": ["given", "u"],
      "inputs.depth": ["given", 0],
    })
  })

  it("sends what is there, by the names that the server knows, and leaves defaults to the flow", () => {
    const target: RunTarget = { kind: "node", node: "fetch" }
    expect(givenOf(target, resolve(target, values({}, { inputs: { url: "u" } })))).toEqual({
      "inputs.url": "u",
    })
    expect(missingInputs(ports, {}).map(({ key }) => key)).toEqual(["inputs.url"])
    expect(missingInputs(ports, { url: "" })).toEqual([])
  })
})
