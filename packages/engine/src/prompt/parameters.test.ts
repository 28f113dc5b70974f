import { float, type Value } from "@internal/value"
import { expect, test } from "vitest"
import { chatParameters, completionParameters } from "./parameters.ts"

test.each(["azure", "openai"] as const)(
  "an empty list of functions or tools offers none (%s)",
  (provider) => {
    for (const name of ["functions", "tools"]) {
      const built = chatParameters(new Map([[name, []]]), provider)
      expect(Object.keys(built.parameters)).toEqual([
        "temperature",
        "top_p",
        ...(provider === "azure" ? ["n"] : []),
      ])
      expect(built.wholeMessage).toBe(false)
    }
  },
)

test("penalties of a completion are floats for OpenAI and as they came for Azure (seen on the original)", () => {
  const built = (value: Value, provider: "azure" | "openai") =>
    completionParameters(new Map([["presence_penalty", value]]), provider).parameters
  expect(built("0.5", "openai")).toMatchObject({ presence_penalty: float(0.5), frequency_penalty: null })
  expect(built(true, "openai")).toMatchObject({ presence_penalty: float(1) })
  for (const none of ["", "abc", "inf", "0x1"]) expect(() => built(none, "openai")).toThrow("ValueError")
  expect(built("0.5", "azure")).toMatchObject({ presence_penalty: "0.5" })
  expect(built("0.5", "azure")).not.toHaveProperty("frequency_penalty")
})

test("what is empty of a completion's parameters is not there (seen on the original)", () => {
  const given = new Map<string, Value>([
    ["suffix", ""],
    ["stop", []],
    ["logprobs", 0],
    ["logit_bias", ""],
  ])
  expect(completionParameters(given, "azure").parameters).toMatchObject({
    suffix: null,
    stop: null,
    logprobs: null,
    logit_bias: {},
  })
})
