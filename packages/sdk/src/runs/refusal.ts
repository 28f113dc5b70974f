import type { PreparedPlan, RunOutcome } from "@internal/engine"
import {
  type ErrorCode,
  errorRecord,
  failureStatus,
  type Host,
  isToolResolution,
  type MillraceError,
  PlanError,
  type RunEnd,
  toMillraceError,
  type Writer,
} from "@internal/schema"
import type { Execution } from "../flow/execution.ts"
import { runStart } from "./run-start.ts"

/**
 * Mistakes of the graph, the mapping and the data are kept in the run, which is then `Failed`; the original does not
 * raise them. All others are raised too, and only those of resolving a node's tool leave a run (spec 4.8, seen on the original).
 */
const KEPT_IN_RUN: readonly ErrorCode[] = [
  "FLOW_REFERENCE_UNKNOWN",
  "FLOW_INPUT_UNKNOWN",
  "FLOW_REFERENCE_INVALID",
  "FLOW_CYCLE",
  "NODE_DUPLICATE",
  "FLOW_OUTPUT_EMPTY",
  "FLOW_OUTPUT_UNKNOWN",
  "MESSAGE_FORMAT_INVALID",
  "MAPPING_FAILED",
  "MAPPING_INVALID",
  "DATA_EMPTY",
  "DATA_INVALID",
  "BATCH_WITHOUT_INPUTS",
  "ENTRY_INIT_FAILED",
  "AGGREGATION_FUNCTION_INVALID",
]

/** The plan, or why it cannot run though a run is made of it. Rejects with what makes none. */
export async function preparedOrRefused(
  execution: Execution,
  host: Host,
): Promise<PreparedPlan | MillraceError> {
  try {
    return await execution.ready(host)
  } catch (thrown) {
    const error = execution.told(thrown)
    if (KEPT_IN_RUN.includes(error.code) || isToolResolution(error)) return error
    throw error
  }
}

/** A flow's mistakes are all told at once where nobody expects the original's silence. */
export function isRaised(error: MillraceError, profile: "millrace" | "pf"): boolean {
  return !KEPT_IN_RUN.includes(error.code) || (profile === "millrace" && error instanceof PlanError)
}

/** What keeps a run that exists from being executed is its end, not the caller's error. */
export async function withRunEnd(
  writer: Writer,
  plan: Execution["plan"],
  work: () => Promise<RunOutcome>,
): Promise<RunOutcome | MillraceError> {
  const started = Date.now()
  try {
    return await work()
  } catch (thrown) {
    const error = toMillraceError(thrown)
    const end: RunEnd = {
      type: "run-end",
      status: failureStatus(error),
      counts: { done: 0, failed: 0, crashed: 0, cancelled: 0 },
      error: errorRecord(error),
      duration: Date.now() - started,
    }
    await writer.append([runStart(plan, { lines: 0 }), end])
    return error
  }
}
