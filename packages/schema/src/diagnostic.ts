import type { MillraceError, Place } from "./error.ts"
import type { ErrorCode } from "./error-codes.ts"

/** `error` keeps a plan from running; `warning` is what the original would run anyway. */
export type Severity = "error" | "warning"

export interface Diagnostic extends Place {
  code: ErrorCode
  severity: Severity
  message: string
  hint: string
  /** Fills the templates of the code's row, and the message parameters of the original. */
  data: Record<string, unknown>
  /** Worded for `flow validate` only: an error there, a warning when the flow is run (contracts.md, Plan). */
  strict?: boolean
  /** The error that this stands for, when one was met (a tool that cannot be imported); in memory only. */
  cause?: MillraceError
}
