import { float } from "@internal/value"
import { describe, expect, it } from "vitest"
import { conditionGates, maxFailedGate, passGates, readConditions } from "./gate.ts"
import { junit } from "./junit.ts"

describe("gates", () => {
  it("shut when the condition holds, and say the value", () => {
    const conditions = readConditions(["accuracy<0.8", "errors >= 3"])
    const [accuracy, errors] = conditionGates(conditions, { accuracy: 0.75, errors: float(2) })
    expect(accuracy).toMatchObject({ passed: false, message: "accuracy is 0.75 (--fail-on 'accuracy<0.8')" })
    expect(errors).toMatchObject({ passed: true })
  })

  it("shut when the metric is not there: a misspelt name must not let anything pass", () => {
    const [gate] = conditionGates(readConditions(["acuracy<0.8"]), { accuracy: 1 })
    expect(gate).toMatchObject({ passed: false, message: "no metric acuracy: the metrics are accuracy" })
  })

  it("count failed lines by number and by share", () => {
    const counts = { failed: 2, ended: 40 }
    expect(maxFailedGate("5%", counts)).toMatchObject([{ passed: true }])
    expect(maxFailedGate("4.9%", counts)).toMatchObject([{ passed: false }])
    expect(maxFailedGate("1", counts)).toMatchObject([{ passed: false }])
    expect(maxFailedGate(undefined, counts)).toEqual([])
  })

  it("end the command with code 3", () => {
    const shut = [{ name: "x", passed: false, message: "it is so" }]
    expect(() => passGates(shut)).toThrow(
      expect.objectContaining({ code: "THRESHOLD_MISSED", entry: expect.objectContaining({ exit: 3 }) }),
    )
  })
})

describe("junit", () => {
  it("writes what XML can hold", () => {
    const failure = { message: 'a "quoted" <tag>\u0000 & more\nlines' }
    expect(
      junit("my run", [
        { group: "flow", name: "line 0", seconds: 1.25 },
        { group: "flow", name: "line 1", failure },
      ]),
    ).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="my run" tests="2" failures="1" time="1.250">
    <testcase classname="flow" name="line 0" time="1.250"/>
    <testcase classname="flow" name="line 1">
      <failure message="a &quot;quoted&quot; &lt;tag&gt;� &amp; more&#10;lines">a &quot;quoted&quot; &lt;tag&gt;� &amp; more&#10;lines</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    )
  })
})
