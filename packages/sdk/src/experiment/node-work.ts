import type { ExecutionOptions, Progress } from "../api/execution.ts"
import type { NodeScope } from "./node-sources.ts"

/** What a node is executed with. */
export interface NodeWork {
  scope: NodeScope
  /** Name of the run that it becomes, and where its files go. */
  run: string
  folder: string
  /** Variables that tell the node's code which experiment it belongs to. */
  environment: Record<string, string>
  models: Pick<ExecutionOptions, "connection" | "record" | "replay" | "runtime" | "install">
  report(progress: Progress): void
  signal: AbortSignal
}
