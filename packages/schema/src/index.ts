export { AttemptFold, type EarlierAttempts, withAttempt } from "./attempts.ts"
export {
  CONNECTION_KINDS,
  type Connection,
  type ConnectionField,
  type ConnectionKind,
  connectionKind,
  SCRUBBED,
} from "./connection.ts"
export { type Diagnostic, errorOf, PlanError, type Severity } from "./diagnostic.ts"
export { parseDotenv } from "./dotenv.ts"
export {
  type AdditionalInfo,
  className,
  type DebugInfo,
  type ErrorOptions,
  type ErrorRecord,
  errorRecord,
  failureStatus,
  MillraceError,
  type NestedCode,
  originalClass,
  type Place,
  stopsRun,
  toMillraceError,
} from "./error.ts"
export { ERRORS, type ErrorCode } from "./error-codes.ts"
export type { ErrorCategory, ErrorEntry } from "./errors/error-entry.ts"
export {
  type ApiCall,
  type CallEnd,
  type EarlierAttempt,
  EVENT_VERSION,
  type Fingerprint,
  type LineEnd,
  type LineStart,
  type LineStatus,
  type Metric,
  type NewEvent,
  type NodeBypass,
  type NodeDelta,
  type NodeEnd,
  type NodeError,
  type NodeLog,
  type NodeStart,
  type RunEnd,
  type RunEvent,
  type RunStart,
  type RunState,
} from "./event.ts"
export { callOf, decodeEvent, type Envelope, encodeEvent, type Spill, type Unspill } from "./event-codec.ts"
export { callsOf, noteCalls } from "./failed-calls.ts"
export { reduceLine, reduceRun } from "./fold.ts"
export type {
  Argument,
  CallResult,
  CallSink,
  Clock,
  ConnectionReader,
  Host,
  InitArgument,
  Journal,
  LineSession,
  Looked,
  LookOperation,
  ModelSource,
  NodeCache,
  NodeKey,
  NodeValue,
  Owner,
  TextStream,
  ToolCall,
  ToolModelCall,
  ToolRunner,
  Writer,
} from "./host.ts"
export type { Hold, LimitedCall, Limiter, Permit, Seat } from "./limiter.ts"
export type { ImageRef, ImageSource, Media, MediaStore, TextRef } from "./media.ts"
export { isToolResolution, RESOLVE_TOOL } from "./message-formats.ts"
export type {
  CallContext,
  ChatMessage,
  ChatModel,
  ChatRequest,
  CompletionModel,
  CompletionRequest,
  EmbeddingModel,
  EmbeddingRequest,
  MessagePart,
  Model,
  ModelDelta,
  ModelFailure,
  Usage,
} from "./model.ts"
export { didYouMean, nearest } from "./nearest.ts"
export {
  type Binding,
  type FolderReader,
  type InitBinding,
  type InputPort,
  type NodePolicy,
  type NodeTool,
  type OutputPort,
  type Plan,
  type PlannedNode,
  type PromptyInput,
  type PromptySource,
  type Reference,
  type TemplateSource,
  VALUE_TYPES,
  type ValueType,
} from "./plan.ts"
export type { AllowedLimits, ModelEndpoint, RateLimit, RateLimits } from "./rate-limits.ts"
export {
  addUsage,
  type LineCounts,
  type LineState,
  type ModelSpending,
  type NodeCounts,
  type NodeState,
  type NodeStatus,
  newLineState,
  newRunSummary,
  newUsage,
  type RunSummary,
} from "./states.ts"
export { sourceName, type ToolParameter, type ToolSignature, type ToolSource } from "./tool.ts"
