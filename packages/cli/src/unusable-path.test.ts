import { mkdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { failureOf } from "./unusable-path.ts"

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (thrown) {
    return thrown
  }
}

test("a path that cannot be used is said as such, anything else is a defect", () => {
  const below = `${import.meta.filename}/below`
  const made = failureOf(thrownBy(() => mkdirSync(below)))
  expect(made).toMatchObject({ code: "STORE_FAILED", hint: expect.stringContaining("permissions") })
  expect(made.message).toContain(below)
  expect(failureOf(thrownBy(() => readFileSync(below))).code).toBe("STORE_FAILED")
  expect(failureOf(new TypeError("x is undefined")).code).toBe("INTERNAL")
})
