import type { ErrorRecord } from "@internal/schema"

const DETAILS = ["ToolExecutionErrorDetails", "FlexFlowExecutionErrorDetails"]

/**
 * The exception's name that a failed test is reported with (spec 3.10): that of the user's own exception where a tool or
 * an entry raised it, else `Exception`.
 */
export function exceptionType(record: ErrorRecord): string {
  return detail(record, "type") ?? "Exception"
}

/** Python's traceback of that exception. */
export function exceptionTrace(record: ErrorRecord): string | undefined {
  return detail(record, "traceback")
}

function detail(record: ErrorRecord, field: "type" | "traceback"): string | undefined {
  const info = record.additionalInfo?.find(({ type }) => DETAILS.includes(type))?.info
  if (typeof info !== "object" || info === null) return undefined
  const value: unknown = Object.entries(info).find(([name]) => name === field)?.[1]
  return typeof value === "string" ? value : undefined
}
