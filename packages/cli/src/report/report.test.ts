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

  it("shut when the metric is no number: NaN is not below anything, and would pass every other way", () => {
    const metrics = {
      nan: float(Number.NaN),
      none: null,
      word: "abc",
      text: "0.5",
      flag: true,
      inf: float(Infinity),
    }
    const passed = (text: string) => conditionGates(readConditions([text]), metrics)[0]?.passed
    expect(["nan<1", "nan>1", "none<1", "word==1"].map(passed)).toEqual([false, false, false, false])
    expect(["text<0.5", "flag<1", "inf<1", "toString<1"].map(passed)).toEqual([true, true, true, false])
  })

  it("take names with blanks, dots, operators and other scripts, and numbers as people write them", () => {
    const metrics = { "a b": 1n, "f1.macro": 1n, größe: 1n, "a<b": 1n }
    for (const text of ["a b<.5", "f1.macro >= 2.", "größe!=+1", "a<b<1", "a b == 1e1"])
      expect(conditionGates(readConditions([text]), metrics)).toMatchObject([{ passed: true }])
    for (const text of ["accuracy", "accuracy=0.8", "<0.8", "accuracy<", "accuracy<80%", "accuracy<nan"])
      expect(() => readConditions([text])).toThrow("is no condition")
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
    const failure = { message: 'a "quoted" <tag>\u0000 & more\r\nlines]]>' }
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
      <failure message="a &quot;quoted&quot; &lt;tag&gt;� &amp; more&#13;&#10;lines]]&gt;">a &quot;quoted&quot; &lt;tag&gt;� &amp; more&#13;&#10;lines]]&gt;</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    )
  })
})
