import type { ErrorRecord } from "@internal/schema"

const DETAILS = ["ToolExecutionErrorDetails", "FlexFlowExecutionErrorDetails"]

/**
 * The exception's name that a failed test is reported with (spec 3.10): that of the user's own exception where a tool or
 * an entry raised it, else `Exception`.
 */
export function exceptionType(record: ErrorRecord): string {
  const details = record.additionalInfo?.find(({ type }) => DETAILS.includes(type))?.info
  const type = typeof details === "object" && details !== null && "type" in details ? details.type : undefined
  return typeof type === "string" ? type : "Exception"
}
