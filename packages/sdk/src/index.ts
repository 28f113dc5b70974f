export {
  type Diagnostic,
  type ErrorRecord,
  MillraceError,
  type RunEvent,
  type RunState,
} from "@internal/schema"
export { toPlain, type Value } from "@internal/value"
export type { AskOptions, Chat, ChatOptions, ChatReply, ChatTurn } from "./api/chat.ts"
export type { ConnectionInfo } from "./api/connections.ts"
export type { ExecutionOptions, Handle, Progress } from "./api/execution.ts"
export type {
  Answered,
  DescribedNode,
  ExperimentDescription,
  ExperimentInfo,
  ExperimentNodeInfo,
  ExperimentOperations,
  StartExperimentOptions,
  TestExperimentOptions,
  TestExperimentResult,
  TestedNode,
} from "./api/experiments.ts"
export type { CacheOperations, ExplainOptions, NodeExplanation, RunExplanation } from "./api/explain.ts"
export type {
  FlowDescription,
  FlowSignature,
  InitOptions,
  SaveFlowOptions,
  TestOptions,
  TestResult,
  ValidationDiagnostic,
  ValidationResult,
  WrapOptions,
} from "./api/flows.ts"
export type { ImportedItem, ImportOptions, ImportReport } from "./api/import.ts"
export type {
  DataOperations,
  DataPreview,
  GalleryOperations,
  GallerySample,
  JournalOperations,
  LineQuery,
  RunLine,
} from "./api/look.ts"
export type { Check, MillraceApi, OpenOptions } from "./api/millrace-api.ts"
export type { ModelInfo } from "./api/models.ts"
export type { Prompty, PromptyCallOptions, PromptyOptions } from "./api/prompty.ts"
export type {
  EvaluateGroupOptions,
  EvaluateOptions,
  GroupMember,
  GroupOptions,
  RunGroup,
} from "./api/run-groups.ts"
export type {
  ChangedRow,
  ChangedRows,
  CompareOptions,
  ExportOptions,
  RegisterOptions,
  ResumeFromOptions,
  ResumeOptions,
  RunComparison,
  RunDetails,
  RunInfo,
  RunOptions,
} from "./api/runs.ts"
export type { RuntimeCheck, RuntimeInfo } from "./api/runtimes.ts"
export type { ScriptOptions } from "./api/script.ts"
export type {
  EstimatedAmount,
  EstimatedPart,
  EstimateOptions,
  ModelCost,
  RunCost,
  RunEstimate,
} from "./api/spending.ts"
export type { ToolCallOptions, ToolOperations, ToolValidation } from "./api/tools.ts"
export { EngineProcess, type WorkListener } from "./engine-process/engine-process.ts"
export type {
  JournalEntry,
  WorkEnd,
  WorkEvent,
  WorkOperation,
  WorkOptions,
} from "./engine-process/protocol.ts"
export { toolValidationJson, validationJson } from "./flow/validation-json.ts"
export { Millrace } from "./millrace.ts"
export { plainData } from "./plain-data.ts"
export type { InitToolOptions, WrittenTool } from "./tools/init-tool.ts"
export type { ToolList, ToolMeta } from "./tools/tool-meta.ts"
export { VERSION } from "./version.ts"
