// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are text
import { MillraceError } from "@internal/schema"
import { parse, repr } from "@internal/value"
import { describe, expect, test } from "vitest"
import answers from "./__fixtures__/answers.json" with { type: "json" }
import { propertyTokens, readProperty } from "./property.ts"

describe("tokens (spec 1.2.5, A.2)", () => {
  test.each([
    ["a[0].b['c d']", ["a", 0, "b", "'c d'"]],
    ["a-b", ["a", "b"]],
    ['["k"]', ["k"]],
    ["a.0", ["a", "0"]],
    ["", []],
    ["straße.数据", ["straße", "数据"]],
    ["a['x'].b['y']", ["a", "'x'", "b", "'y'"]],
    ["a[١٢]", ["a", 12]],
  ])("%s", (property, expected) => {
    const shown = propertyTokens(property).map((token) =>
      token.kind === "index" ? token.index : token.kind === "key" ? `'${token.name}'` : token.name,
    )
    expect(shown).toEqual(expected)
  })
})

describe("values, as the original reads them", () => {
  const value = parse(answers.value)
  test.each(answers.properties as [string, string | null, string?][])("%s", (property, shown, code) => {
    let got: string
    try {
      got = repr(readProperty(value, property, "a"))
    } catch (error) {
      got = error instanceof MillraceError ? error.code : String(error)
    }
    expect(got).toBe(shown ?? code)
  })
})

test("the error says what was asked of whom", () => {
  expect(() => readProperty(new Map(), "x.y", "fetch")).toThrow(
    "The output of node fetch has no property x.y.",
  )
  expect(() => readProperty([1], "['x']", "fetch")).toThrow(
    "Reading ${fetch.output.['x']} failed: list indices must be integers or slices, not str",
  )
})

test("names of prototypes are missing like any other", () => {
  expect(() => readProperty(new Map(), "__proto__", "a")).toThrow(MillraceError)
  expect(() => readProperty(new Map(), "constructor", "a")).toThrow(MillraceError)
})
