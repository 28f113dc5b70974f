export {
  type Diagnostic,
  type ErrorRecord,
  MillraceError,
  type RunEvent,
  type RunState,
} from "@internal/schema"
export { toPlain, type Value } from "@internal/value"
export type {
  Check,
  CompareOptions,
  ConnectionInfo,
  ExecutionOptions,
  FlowDescription,
  Handle,
  MillraceApi,
  ModelInfo,
  OpenOptions,
  Progress,
  RegisterOptions,
  ResumeOptions,
  RunComparison,
  RunDetails,
  RunInfo,
  RunOptions,
  RuntimeInfo,
  TestOptions,
  TestResult,
  ValidationResult,
} from "./api.ts"
export type { Chat, ChatOptions, ChatReply, ChatTurn } from "./chat-api.ts"
export { Millrace } from "./millrace.ts"
