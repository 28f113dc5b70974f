import { expect, test } from "vitest"
import { errorRecord, MillraceError } from "./index.ts"

test("the record of an error has the original's shape", () => {
  const info = {
    type: "ValueError",
    message: "odd",
    traceback: "Traceback…",
    filename: "f.py",
    lineno: 3,
    name: "f",
  }
  const error = new MillraceError(
    "TOOL_FAILED",
    { node_name: "f", type: "ValueError", detail: "odd" },
    {
      format: "Execution failure in '{node_name}'.",
      target: "Tool/__pf_main__",
      additionalInfo: [{ type: "ToolExecutionErrorDetails", info }],
    },
  )
  expect(errorRecord(error)).toMatchObject({
    message: "Execution failure in 'f': (ValueError) odd",
    messageFormat: "Execution failure in '{node_name}'.",
    messageParameters: { node_name: "f" },
    code: "UserError",
    innerError: { code: "ToolExecutionError", innerError: null },
    debugInfo: {
      type: "ToolExecutionError",
      innerException: { type: "ValueError", message: "odd", stackTrace: "Traceback…", innerException: null },
    },
  })
  expect(Object.keys(errorRecord(error).messageParameters)).toEqual(["node_name"])
})

test("an error without a format keeps all of its data", () => {
  const { messageParameters } = errorRecord(
    new MillraceError("RUN_NOT_FOUND", { name: "r", suggestion: "s" }),
  )
  expect(messageParameters).toEqual({ name: "r", suggestion: "s" })
})
