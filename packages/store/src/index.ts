export { bulkRunError, bulkRunMessage, type RunFailure } from "./bulk-run-error.ts"
export {
  type AskSecrets,
  connectionFromFile,
  isScrubbed,
  mustBeAsked,
  RESERVED,
  secretsToAsk,
} from "./connection-file.ts"
export { connectionToExecution, connectionToJson } from "./connection-json.ts"
export { limitsToFile } from "./connection-limits.ts"
export type { ConnectionStore } from "./connections.ts"
export type {
  ExperimentNodeRun,
  ExperimentRecord,
  ExperimentStatus,
  ExperimentStore,
  NodeRunStatus,
} from "./experiments.ts"
export type { LimitMember, LimitStore } from "./limits.ts"
export type { LineQuery, LineRecord } from "./lines.ts"
export type { CacheState } from "./node-cache.ts"
export { currentOwner, isAlive, ownerText } from "./owner.ts"
export { publishedImages } from "./run-folder/output-images.ts"
export { ARTIFACT_LINES, openRunFolder, type RunFolder, type RunFolderInfo } from "./run-folder/run-folder.ts"
export { flowLog, type LogContext, type LogEntry, logText } from "./run-folder/run-log.ts"
export { type DetailFiles, detailFiles, type TestedFlow } from "./run-folder/test-details.ts"
export type { NewRun, RunKind, RunRecord } from "./run-row.ts"
export { type Asked, REGISTERED, type RunChanges, type RunQuery, type RunStore } from "./runs.ts"
export { DATA_SCRUBBED, Scrubber } from "./scrubber.ts"
export { openStore, type Store, type StoreOptions } from "./store.ts"
