import { CHAT_ERRORS } from "./errors/chat-errors.ts"
import { COMMAND_ERRORS } from "./errors/command-errors.ts"
import { CONNECTION_ERRORS } from "./errors/connection-errors.ts"
import { DATA_ERRORS } from "./errors/data-errors.ts"
import type { ErrorEntry } from "./errors/error-entry.ts"
import { EXECUTION_ERRORS } from "./errors/execution-errors.ts"
import { EXPERIMENT_ERRORS } from "./errors/experiment-errors.ts"
import { FLEX_ERRORS } from "./errors/flex-errors.ts"
import { FLOW_ERRORS } from "./errors/flow-errors.ts"
import { MODEL_ERRORS } from "./errors/model-errors.ts"
import { PROMPTY_ERRORS } from "./errors/prompty-errors.ts"
import { RUN_ERRORS } from "./errors/run-errors.ts"
import { STUDIO_ERRORS } from "./errors/studio-errors.ts"
import { TOOL_ERRORS } from "./errors/tool-errors.ts"
import { VALUE_ERRORS } from "./errors/value-errors.ts"

/** The one table of errors, put together of those by what failed. No code is in two of them (a test says so). */
export const ERRORS = {
  ...FLOW_ERRORS,
  ...FLEX_ERRORS,
  ...PROMPTY_ERRORS,
  ...TOOL_ERRORS,
  ...VALUE_ERRORS,
  ...DATA_ERRORS,
  ...EXECUTION_ERRORS,
  ...CHAT_ERRORS,
  ...EXPERIMENT_ERRORS,
  ...RUN_ERRORS,
  ...CONNECTION_ERRORS,
  ...MODEL_ERRORS,
  ...COMMAND_ERRORS,
  ...STUDIO_ERRORS,
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS
