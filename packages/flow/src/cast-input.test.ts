import { type InputPort, MillraceError, type ValueType } from "@internal/schema"
import { fromPlain, Json, parse, repr, str, type Value } from "@internal/value"
import { describe, expect, test } from "vitest"
import answers from "./__fixtures__/answers.json" with { type: "json" }
import { castInput, castInputs } from "./cast-input.ts"

function port(name: string, type: ValueType, fallback?: Value): InputPort {
  const given = fallback === undefined ? {} : { default: Json.of(fallback) }
  return { name, type, isChatInput: false, isChatHistory: null, description: "", ...given }
}

function attempt(type: ValueType, value: Value): string {
  try {
    return repr(castInput(port("x", type), value, { line: 0 }))
  } catch (error) {
    return error instanceof MillraceError ? error.code : String(error)
  }
}

describe("values of flow inputs, as the original casts them (spec 2.2, A.6)", () => {
  test.each(answers.inputs as [ValueType, unknown, string | null, string?][])(
    "%s %j",
    (type, value, shown, code) => {
      expect(attempt(type, fromPlain(value))).toBe(shown ?? code)
    },
  )
})

// Appendix A.6 beyond what the answers above hold, and Python's corner cases.
test.each([
  ["int", '" +1_000 "', "1000"],
  ["int", '"1__0"', "INPUT_TYPE"],
  ["int", '"_1"', "INPUT_TYPE"],
  ["int", '"\\u00a012\\u2003"', "12"],
  ["int", '"\\ufeff12"', "INPUT_TYPE"],
  ["int", '"-0"', "0"],
  ["int", '"12345678901234567890123"', "12345678901234567890123"],
  ["int", "1e20", "100000000000000000000"],
  ["int", "-2.9", "-2"],
  ["int", "NaN", "INPUT_TYPE"],
  ["int", "Infinity", "INPUT_TYPE"],
  ["int", '"\\uff11\\u0967\\u0660"', "110"],
  ["int", '"\\ud835\\udfd8\\ud835\\udfe3"', "1"],
  ["double", '"-Infinity"', "-inf"],
  ["double", '"1e3"', "1000.0"],
  ["double", '"1_0.5_0"', "10.5"],
  ["double", '".5"', "0.5"],
  ["double", '"5."', "5.0"],
  ["double", '"1e"', "INPUT_TYPE"],
  ["double", '"0x10"', "INPUT_TYPE"],
  ["double", "9007199254740993", "9007199254740992.0"],
  ["bool", '" true"', "INPUT_TYPE"],
  ["string", "1.0", "'1.0'"],
  ["string", "1e22", "'1e+22'"],
  ["string", '{"a":[true,null,1.0,"x"]}', "\"{'a': [True, None, 1.0, 'x']}\""],
  ["list", '"[1, NaN, 1.0]"', "[1, nan, 1.0]"],
  ["object", '"Infinity"', "inf"],
] as [ValueType, string, string][])("%s of %s is %s", (type, json, expected) => {
  expect(attempt(type, parse(json))).toBe(expected)
})

test("the error names the input, the line, the type and the value", () => {
  const cast = () => castInput(port("age", "int"), "abc", { line: 7 })
  expect(cast).toThrow("The value of flow input age in line 7 of input data must be int, and 'abc' is not.")
})

describe("the inputs of a line (spec 2.3, 3.2)", () => {
  const ports = [port("b", "int", 2), port("x", "int"), port("s", "string", "d")]

  test("defaults fill absent keys only; what is not declared passes through", () => {
    const given = new Map<string, Value>([
      ["z", "1"],
      ["x", "3"],
      ["s", null],
    ])
    const out = castInputs(ports, given)
    expect(repr(out)).toBe("{'z': '1', 'x': 3, 's': 'None', 'b': 2}")
    expect(given.has("b")).toBe(false)
  })

  test("a missing value is an error with its line", () => {
    expect(() => castInputs(ports, new Map(), 4)).toThrow(
      "The value for flow input x is missing in line 4 of input data.",
    )
  })

  test("a default is cast like a given value", () => {
    expect(str(castInputs([port("n", "int", "5")], new Map()).get("n") ?? null)).toBe("5")
    expect(() => castInputs([port("n", "int", "a")], new Map())).toThrow(MillraceError)
  })
})
