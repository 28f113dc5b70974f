import { type ErrorEntry, system, user } from "./error-entry.ts"

/** What ends a node, a line or a run while it goes on. */
export const EXECUTION_ERRORS = {
  TOOL_FAILED: user("Execution failure in '{node_name}': ({type}) {detail}", ["ToolExecutionError"], {
    target: "Tool",
  }),
  TOOL_RAISED: user("{detail}", ["PromptflowException"], { target: "Tool" }),
  TOOL_CANCELED: user("Node {node_name} was stopped before it ended.", ["ToolCanceledError"], {
    target: "Executor",
  }),
  LINE_TIMEOUT: user(
    "Line {line_number} execution timeout for exceeding {timeout} seconds",
    ["LineExecutionTimeoutError"],
    { target: "Executor", hint: "Raise PF_LINE_TIMEOUT_SEC, or find what waits." },
  ),
  NODE_TIMEOUT: user("Node {node_name} took longer than {timeout} seconds.", ["ToolExecutionError"], {
    target: "Executor",
    hint: "Raise `timeout` under its x-millrace, or find what waits.",
  }),
  BATCH_TIMEOUT: user(
    "The batch run failed due to timeout [{batch_timeout_sec}s]. Please adjust the timeout to a higher value.",
    ["BatchRunTimeoutError"],
    { target: "Batch" },
  ),
  LINE_BATCH_TIMEOUT: user(
    "Line {line_number} was still running when the batch run reached its timeout of {timeout} seconds.",
    ["BatchExecutionTimeoutError"],
    { target: "Batch" },
  ),
  WORKER_DIED: user(
    "The Python process of line {line_number} ended ({cause}).{stderr}",
    ["ProcessCrashError"],
    {
      category: "operational",
      target: "Executor",
      hint: "{hint}",
    },
  ),
  /** Not by what its code did: somebody else sent the signal. */
  WORKER_KILLED: user(
    "The Python process of line {line_number} was killed ({cause}).{stderr}",
    ["ProcessCrashError"],
    {
      category: "operational",
      crash: true,
      target: "Executor",
      hint: "{hint}",
    },
  ),
  WORKER_START_FAILED: system("Python could not be started: {reason}.", ["ProcessPoolError"], {
    category: "operational",
    crash: true,
    hint: "{hint}",
  }),
  WORKER_PROTOCOL: system(
    "A Python worker sent something that is not a message: {sample}",
    ["UnexpectedError"],
    { crash: true },
  ),
  AGGREGATION_INPUT_INVALID: system("{reason}.", ["InvalidAggregationInput"], { target: "Executor" }),
  NO_NODE_EXECUTED: system("No node can run, yet these have not ended: {nodes}.", ["NoNodeExecutedError"]),
  CANCELED: user("Stopped by the user.", ["ToolCanceledError"], { exit: 130 }),
} as const satisfies Record<string, ErrorEntry>
