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
    hint: "The lines that ended are kept: millrace run show-details --name {name}",
  }),
  RUN_OPERATION: user("{reason}.", ["SDKError", "RunOperationError"], { target: "ControlPlaneSDK" }),
  STORE_FAILED: system("{subject} cannot be used: {reason}.", ["RunOperationError"], {
    category: "operational",
    hint: "{hint}",
  }),
  RUN_TAKEN_OVER: system("Run {run} is now written by {owner}.", ["RunOperationError"], {
    category: "operational",
  }),
} as const satisfies Record<string, ErrorEntry>
