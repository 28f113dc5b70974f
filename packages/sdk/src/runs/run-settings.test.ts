import { describe, expect, test } from "vitest"
import type { Execution } from "../flow/execution.ts"
import type { Places } from "../home.ts"
import { displayName, limits } from "./run-settings.ts"

const pf = { profile: "pf" } as Places
const of = (kind: "dag" | "flex" | "prompty", environment: Record<string, string> = {}) =>
  ({ environment, plan: { kind, variant: { variant: "two" } } }) as unknown as Execution

test.each([
  ["a ${variant_id} of ${run}, ${nope}", of("dag"), /^a two of base, \$\{nope\}$/],
  ["${variant_id}", of("flex"), /^\$\{variant_id\}$/],
  ["at ${timestamp}", of("dag"), /^at \d{12}$/],
])("macros of a display name (spec 4.9): %s", (given, execution, expected) => {
  expect(displayName({ flow: "f", run: "base", displayName: given }, "name", execution)).toMatch(expected)
  expect(displayName({ flow: "f" }, "name", execution)).toBe("name")
})

describe("time limits (spec 3.6, 4.7, 12)", () => {
  test.each([
    [of("dag"), { lineTimeout: 600 }],
    [of("flex"), { lineTimeout: 600, lineGrace: 10 }],
    [of("prompty", { PF_LINE_TIMEOUT_SEC: "7" }), { lineTimeout: 7, lineGrace: 10 }],
    [of("dag", { PF_LINE_TIMEOUT_SEC: "7" }), { lineTimeout: 7 }],
    [of("dag", { PF_LINE_TIMEOUT_SEC: "soon", PF_BATCH_TIMEOUT_SEC: "1.5" }), { lineTimeout: 600 }],
    [
      of("dag", { PF_BATCH_TIMEOUT_SEC: "9" }),
      { lineTimeout: 600, batchTimeout: 9, batchTimeoutIsDone: true },
    ],
  ])("of variables: %j", (execution, expected) => {
    expect(limits(pf, { flow: "f" }, execution)).toEqual(expected)
  })

  test("those of the command win, and mean what they say", () => {
    const given = of("flex", { PF_LINE_TIMEOUT_SEC: "7", PF_BATCH_TIMEOUT_SEC: "9" })
    expect(limits(pf, { flow: "f", lineTimeout: 3, batchTimeout: 5 }, given)).toEqual({
      lineTimeout: 3,
      batchTimeout: 5,
      batchTimeoutIsDone: true,
    })
  })
})
