import type { ErrorRecord } from "@internal/schema"

/**
 * The exception's name that a failed test is reported with (spec 3.10): that of the user's own exception where a tool
 * raised it, else `Exception`.
 */
export function exceptionType(record: ErrorRecord): string {
  const details = record.additionalInfo?.find((item) => item.type === "ToolExecutionErrorDetails")?.info
  const type = typeof details === "object" && details !== null && "type" in details ? details.type : undefined
  return typeof type === "string" ? type : "Exception"
}
