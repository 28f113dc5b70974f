export { bulkRunError, bulkRunMessage, type RunFailure } from "./bulk-run-error.ts"
export {
  connectionFromFile,
  connectionToExecution,
  connectionToJson,
  isScrubbed,
  mustBeAsked,
  secretsToAsk,
} from "./connection-file.ts"
export type { ConnectionStore } from "./connections.ts"
export type { LineQuery, LineRecord } from "./lines.ts"
export { currentOwner, isAlive, ownerText } from "./owner.ts"
export type { NewRun, RunKind, RunRecord } from "./run-row.ts"
export type { RunChanges, RunQuery, RunStore } from "./runs.ts"
export { openStore, type Store, type StoreOptions } from "./store.ts"
