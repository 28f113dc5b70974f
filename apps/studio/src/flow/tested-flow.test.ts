import { expect, test } from "vitest"
import type { NeedSource, RunTarget } from "./run-needs.ts"
import { untakenValue } from "./tested-flow.ts"

const refused = (place: string, target: RunTarget, key = "inputs.n", source: NeedSource = "given") =>
  untakenValue({ untaken: new Map([[place, "abc is no number"]]) }, target, [{ key, source, takenBy: [] }])
    ?.error?.message

test("nothing runs with another value than the one that is seen", () => {
  const flow = { kind: "flow" } as const
  const node = { kind: "node", node: "nap" } as const
  const said = "What stands at inputs.n cannot be taken: abc is no number"
  expect(refused("inputs.n", flow)).toBe(said)
  expect(refused("init.n", flow)).toContain("init.n")
  expect(refused("inputs.n", node)).toBe(said)
  expect(refused("inputs", node)).toContain("at inputs ")
  // it takes another value, or one that was typed for this run
  expect(refused("inputs.n", node, "inputs.name")).toBeUndefined()
  expect(refused("inputs.n", node, "inputs.n", "typed")).toBeUndefined()
  expect(untakenValue({ untaken: new Map() }, flow, [])).toBeUndefined()
})
