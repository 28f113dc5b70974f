import { MillraceError, type ToolSignature } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { applyOverrides } from "./apply-overrides.ts"
import { readFlow } from "./read-flow.ts"

const TEXT = `nodes:
- name: ask
  type: llm
  source: {path: p.jinja2}
  connection: old
  inputs: {deployment_name: d0, temperature: 0}
- name: fetch
  type: python
  source: {path: f.py}
  inputs: {conn: c0, url: u}
- name: look
  type: custom_llm
  source: {type: package_with_prompt, tool: t, path: p.jinja2}
  inputs: {connection: c0}
`
const flow = readFlow({ root: "/f", read: () => TEXT, exists: () => true }, "f.yaml")
const signature: ToolSignature = {
  source: { type: "code", path: "f.py" },
  function: "f",
  async: false,
  generator: false,
  init: [],
  kwargs: false,
  extra: {},
  parameters: [
    { name: "conn", type: ["CustomConnection"], connection: true },
    { name: "url", type: ["string"], connection: false },
  ],
}

function changed(connections: Record<string, Record<string, string>>): string {
  try {
    const { nodes } = applyOverrides(flow, { connections }, new Map([["fetch", signature]]))
    return nodes
      .map((n) => [n.connection, ...Array.from(n.inputs.values(), (input) => String(input.value))].join(" "))
      .join(" | ")
  } catch (error) {
    if (error instanceof MillraceError) return `${error.code} ${error.message} ${error.hint}`
    throw error
  }
}

describe("connections (spec 1.9)", () => {
  test.each([
    [{}, "old d0 0 |  c0 u |  c0"],
    [{ ask: { connection: "new", deployment_name: "d1", model: "m" } }, "new d1 0 m |  c0 u |  c0"],
    [{ fetch: { conn: "c1", deployment_name: "d" } }, "old d0 0 |  c1 u d |  c0"],
    [{ look: { connection: "c1", model: "m" } }, "old d0 0 |  c0 u |  c1 m"],
  ])("%j", (connections, expected) => expect(changed(connections as never)).toBe(expected))

  test("refuse other names", () => {
    expect(changed({ ask: { temperature: "1" } })).toMatch(
      /^OVERRIDE_INVALID The connections override temperature of node ask/,
    )
    expect(changed({ fetch: { url: "x" } })).toMatch(/They are conn, deployment_name, model\.$/)
    expect(changed({ fetsh: { conn: "x" } })).toMatch(/Did you mean `fetch`\?$/)
  })
})

test("environment variables of the run beat those of the flow", () => {
  const out = applyOverrides(flow, { environment: { A: "1" } })
  expect([...out.environment]).toEqual([["A", "1"]])
  expect(flow.environment.size).toBe(0)
})
