import type { ErrorRecord } from "@internal/schema"
import { describe, expect, it } from "vitest"
import { framesOf } from "./stack-frames.ts"

const failing = (traceback: string, place?: { file: string; line: number }) =>
  ({
    message: "m",
    additionalInfo: [{ type: "ToolExecutionErrorDetails", info: { traceback } }],
    millrace: { code: "TOOL_FAILED", hint: "", ...(place && { place }) },
  }) as unknown as ErrorRecord

describe("places of an error", () => {
  it("are those of the opened folder, where it happened first", () => {
    const error = failing(`Traceback (most recent call last):
  File "/open/f/two.py", line 7, in two
    return divide(n["n"])
  File "/usr/lib/python3/json.py", line 3, in load
  File "/open/f/.venv/lib/x.py", line 9, in load
  File "/open/f/helper.py", line 2, in divide
ZeroDivisionError: division by zero
`)
    expect(framesOf(error, "/open/", "f")).toEqual([
      { file: "f/helper.py", line: 2 },
      { file: "f/two.py", line: 7 },
    ])
  })

  it("are also those of scripts, of templates and of what is named from the flow's folder", () => {
    const script = failing(
      "Error: no\n    at answer (file:///open/f/tool.ts:12:5)\n    at node:internal/x:1:1",
    )
    expect(framesOf(script, "/open", "f")).toEqual([{ file: "f/tool.ts", line: 12, column: 5 }])
    expect(framesOf(failing("", { file: "ask.jinja2", line: 3 }), "/open", "f")).toEqual([
      { file: "f/ask.jinja2", line: 3 },
    ])
    expect(framesOf(failing('File "<string>", line 1'), "/open", ".")).toEqual([])
  })
})
