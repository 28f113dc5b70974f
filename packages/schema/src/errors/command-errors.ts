import { type ErrorEntry, system, user } from "./error-entry.ts"

/** Commands, settings, runtimes, and what is our own fault. */
export const COMMAND_ERRORS = {
  RUNTIME_NOT_FOUND: user("There is no runtime {name}.", [], {
    hint: "millrace runtime list",
  }),
  RUNTIME_FAILED: user("The runtime for {path} could not be made: {reason}.", [], {
    hint: "{hint}",
  }),
  USAGE: user("{reason}", [], { exit: 2 }),
  CONFIG_INVALID: user("{reason}.", ["SDKError", "InvalidConfigValue"], { target: "ControlPlaneSDK" }),
  THRESHOLD_MISSED: user("{reason}", [], { exit: 3 }),
  INTERNAL: system("{detail}", ["UnexpectedError"], {
    crash: true,
    hint: "This is a defect of Millrace: please report it with the output of --debug.",
  }),
} as const satisfies Record<string, ErrorEntry>
