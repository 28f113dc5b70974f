import { expect, test } from "vitest"
import { errorRecord, MillraceError } from "./index.ts"

test("the record of an error has the original's shape (spec 11.2)", () => {
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

test("the record of an error of the flow has the parameters of the original, and no others", () => {
  const data = { node_name: "f", reference: "${g.output}", reference_node_name: "g", suggestion: "s" }
  expect(errorRecord(new MillraceError("FLOW_REFERENCE_UNKNOWN", data))).toMatchObject({
    messageFormat: "Node {node_name} refers to {reference_node_name}, which does not exist.",
    messageParameters: { node_name: "f", reference_node_name: "g" },
    debugInfo: { type: "NodeReferenceNotFound" },
  })
  const cycle = new MillraceError("FLOW_CYCLE", { remaining_nodes: ["f", "g"] })
  expect(errorRecord(cycle).messageParameters).toEqual({ remaining_nodes: "['f', 'g']" })
})

test("an error that has no format in the original has none", () => {
  const { messageFormat, messageParameters } = errorRecord(new MillraceError("RUN_NOT_FOUND", { name: "r" }))
  expect([messageFormat, messageParameters]).toEqual(["", {}])
})

test("what user code threw is told with its causes", () => {
  const inner = { type: "KeyError", message: "'k'", stackTrace: "", innerException: null }
  const thrown = { type: "ValueError", message: "odd", stackTrace: "", innerException: inner }
  const { debugInfo } = errorRecord(new MillraceError("TOOL_FAILED", { node_name: "f" }, { thrown }))
  expect(debugInfo).toMatchObject({ type: "ToolExecutionError", innerException: thrown })
})
