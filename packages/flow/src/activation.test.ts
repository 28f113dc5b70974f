import { expect, test } from "vitest"
import { decideActivation } from "./activation.ts"

// Appendix A.7 and the table of spec 3.4: condition, then what p and q are.
test.each([
  ["none", ["bypassed", "ok"], "run"],
  ["none", ["bypassed", "bypassed"], "bypass"],
  ["none", ["bypassed"], "bypass"],
  ["none", [], "run"],
  ["none", ["ok", "ok"], "run"],
  ["source bypassed", ["bypassed", "ok"], "bypass"],
  ["source bypassed, met", ["ok"], "bypass"],
  ["met", ["bypassed", "bypassed"], "run"],
  ["met", [], "run"],
  ["not met", ["ok", "ok"], "bypass"],
] as const)("activate %s, inputs %j: %s", (activate, nodeInputs, expected) => {
  const state = {
    hasActivate: activate !== "none",
    sourceBypassed: activate.startsWith("source"),
    conditionMet: activate.endsWith("met") && activate !== "not met",
    nodeInputs,
  }
  expect(decideActivation(state)).toBe(expected)
})
