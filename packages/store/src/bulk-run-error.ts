import type { ErrorRecord, RunSummary } from "@internal/schema"

/** A line or an aggregation node that failed. */
export type RunFailure =
  | { line_number: number; error: ErrorRecord }
  | { error: ErrorRecord; aggregation_node_name: string }

/**
 * The error of a whole run (spec 11.6), with `failures` of lines in order of their numbers; those of aggregation nodes
 * are the summary's. Null when the run has no error.
 */
export function bulkRunError(summary: RunSummary, failures: readonly RunFailure[]): ErrorRecord | null {
  const message = bulkRunMessage(summary, failures)
  if (message === null) return null
  const ofNodes = Object.entries(summary.aggregationErrors).map(([node, error]) => ({
    error,
    aggregation_node_name: node,
  }))
  const errors = [...failures, ...ofNodes].map((failure) => ({ ...failure, error: original(failure.error) }))
  return {
    message,
    messageFormat: "",
    messageParameters: {},
    referenceCode: "Runtime",
    code: "UserError",
    innerError: { code: "SDKError", innerError: { code: "BulkRunException", innerError: null } },
    additionalInfo: [{ type: "BulkRunErrors", info: { errors } }],
    debugInfo: {
      type: "BulkRunException",
      message,
      stackTrace: "Traceback (most recent call last):\n",
      innerException: null,
    },
  }
}

export function bulkRunMessage(summary: RunSummary, failures: readonly RunFailure[] = []): string | null {
  const { counts } = summary
  const failed = counts.failed + counts.crashed + counts.cancelled
  const first =
    summary.error ??
    summary.firstError?.error ??
    Object.values(summary.aggregationErrors)[0] ??
    failures[0]?.error
  if (!first) return null
  const total = summary.lines ?? failed + counts.done
  const some = failed > 0 ? `Failed to run ${failed}/${total} lines. ` : ""
  return `${some}First error message is: ${first.message}`
}

/** An error as the original's files have it. */
export function original(error: ErrorRecord): ErrorRecord {
  const { millrace: _ours, ...record } = error
  return record
}
