import { type ErrorEntry, system, user } from "./error-entry.ts"

/** Runs, and the store that keeps them. */
export const RUN_ERRORS = {
  RUN_EXISTS: user("There is a run {name} already.", ["SDKError", "RunExistsError"], {
    target: "ControlPlaneSDK",
    hint: "Choose another --name.",
  }),
  RUN_NOT_FOUND: user("There is no run {name}.", ["SDKError", "RunNotFoundError"], {
    target: "ControlPlaneSDK",
    http: 404,
    hint: "{suggestion}",
  }),
  RUN_STATUS: user("Run {name} is {status}: {reason}.", ["SDKError", "InvalidRunStatusError"], {
    target: "ControlPlaneSDK",
  }),
  RUN_INVALID: user("{reason}.", ["SDKError", "InvalidRunError"], { target: "ControlPlaneSDK" }),
  RUN_INTERRUPTED: system("{owner} ended before run {name} did.", ["RunOperationError"], {
    category: "operational",
    crash: true,
    hint: "What has ended is kept; go on with it: millrace run resume {name}",
  }),
  RUN_PAUSED: user("The run was paused.", ["RunOperationError"], {
    target: "ControlPlaneSDK",
    hint: "Go on with it: millrace run resume {name}",
  }),
  RUN_CHANGED: user(
    "Run {name} is not made of what is there now; changed since: {changes}.{diff}",
    ["SDKError", "RunOperationError"],
    {
      target: "ControlPlaneSDK",
      hint: "Undo the changes; or add --accept-changes: what they touch runs again, everything else is kept.",
    },
  ),
  RUN_CAP_REACHED: user(
    "Run {name} has stopped at its cap of {cap}: {spent} are spent or on their way{expected}.",
    ["SDKError", "RunOperationError"],
    {
      target: "ControlPlaneSDK",
      hint: "What is done is kept; go on with a higher cap: millrace run resume {name} {flag}",
    },
  ),
  RUN_COST_UNKNOWN: user(
    "Run {name} has stopped: it has a cap on its cost, and nobody knows the price of {model}.",
    ["SDKError", "RunOperationError"],
    {
      target: "ControlPlaneSDK",
      hint: "Write its price into {file}, or cap tokens: --max-tokens; then: millrace run resume {name}",
    },
  ),
  RUN_OPERATION: user("{reason}.", ["SDKError", "RunOperationError"], { target: "ControlPlaneSDK" }),
  STORE_FAILED: system("{subject} cannot be used: {reason}.", ["RunOperationError"], {
    category: "operational",
    crash: true,
    hint: "{hint}",
  }),
  RUN_TAKEN_OVER: system("Run {run} is now written by {owner}.", ["RunOperationError"], {
    category: "operational",
    crash: true,
  }),
} as const satisfies Record<string, ErrorEntry>
