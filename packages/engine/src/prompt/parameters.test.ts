import { expect, test } from "vitest"
import { chatParameters } from "./parameters.ts"

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
