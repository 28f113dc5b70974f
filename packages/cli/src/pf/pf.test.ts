import { describe, expect, it } from "vitest"
import { exceptionType } from "./exception-type.ts"
import { logLine } from "./log-line.ts"
import { timedelta } from "./run-summary.ts"
import { wrapCell } from "./wrap-cell.ts"

describe("the original's small texts", () => {
  it("durations are Python's timedelta", () => {
    const from = "2026-11-21T11:07:01.946696+00:00"
    expect(timedelta(from, "2026-11-21T11:07:06.457237+00:00")).toBe("0:00:04.510541")
    expect(timedelta(from, "2026-11-21T11:07:02.946696+00:00")).toBe("0:00:01")
    expect(timedelta(from, "2026-11-23T12:08:01.946696+00:00")).toBe("2 days, 1:01:00")
  })

  it("log lines carry time, logger and level", () => {
    const at = new Date("2026-11-21T11:06:34Z")
    expect(logLine("promptflow", "WARNING", "text", at)).toBe(
      "[2026-11-21 11:06:34 +0000][promptflow][WARNING] - text\n",
    )
  })

  it("a failed test names the exception of the user's code", () => {
    const record = {
      message: "",
      messageFormat: "",
      messageParameters: {},
      code: "UserError",
      innerError: null,
    }
    const info = { type: "ToolExecutionErrorDetails", info: { type: "ValueError" } }
    expect(exceptionType({ ...record, additionalInfo: [info] })).toBe("ValueError")
    expect(exceptionType(record)).toBe("Exception")
  })

  it("cells wrap as Python's textwrap does", () => {
    expect(wrapCell("some longer text", 5)).toEqual(["some", "longe", "r", "text"])
    expect(wrapCell("{'flow_path': '/tmp/ora/myflow'", 7)).toEqual([
      "{'flow_",
      "path':",
      "'/tmp/o",
      "ra/myfl",
      "ow'",
    ])
    expect(wrapCell("a\nb", 5)).toEqual(["a", "b"])
  })
})
