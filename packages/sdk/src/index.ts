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
  FlowSignature,
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
  ScriptOptions,
  SaveFlowOptions,
  TestOptions,
  TestResult,
  ValidationResult,
  WrapOptions,
} from "./api.ts"
export type { Chat, ChatOptions, ChatReply, ChatTurn } from "./chat-api.ts"
export type {
  ExperimentInfo,
  ExperimentNodeInfo,
  ExperimentOperations,
  StartExperimentOptions,
  TestExperimentOptions,
  TestExperimentResult,
} from "./experiment-api.ts"
export type { ImportedItem, ImportOptions, ImportReport } from "./import-api.ts"
export { Millrace } from "./millrace.ts"
export type { Prompty, PromptyCallOptions, PromptyOptions } from "./prompty-api.ts"
export type { ToolApi, ToolCallOptions, ToolValidation } from "./tool-api.ts"
export type { InitToolOptions, WrittenTool } from "./tools/init-tool.ts"
export type { ToolList, ToolMeta } from "./tools/tool-meta.ts"
