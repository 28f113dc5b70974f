import { expect, test } from "vitest"
import { defaultRunName, sanitizeName } from "./names.ts"

test.each([
  ["Web-Classification", "web_classification"],
  ["123 flow", "n123_flow"],
  ["my__flow_variant_0_20240101_000000_000001", "my_flow_variant_0_20240101_000000_000001"],
  ["数据 flow", "数据_flow"],
])("%s becomes %s (A.4)", (text, name) => expect(sanitizeName(text)).toBe(name))

test("a run is named after flow, variant and time (spec 4.9, A.4)", () => {
  const at = new Date(2026, 10, 5, 9, 8, 7, 42)
  expect(defaultRunName("My-Flow", at, { micros: 5 })).toBe("my_flow_variant_0_20261105_090807_042005")
  expect(defaultRunName("f", at, { variant: "v1" })).toBe("f_v1_20261105_090807_042000")
  expect(defaultRunName("Fx 1", at, { variant: null })).toBe("fx_1_20261105_090807_042000") // no DAG: no variant
})
