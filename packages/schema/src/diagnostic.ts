import { MillraceError, type Place } from "./error.ts"
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

/** The error to throw for a diagnostic: the one that it stands for, where it is. */
export function errorOf(diagnostic: Diagnostic): MillraceError {
  const { file, line, column, length, code, data, message, hint, cause } = diagnostic
  const place = cause?.place ?? { file, line, column, length }
  if (!cause) return new MillraceError(code, data, { message, hint, place })
  const { original, target, format, additionalInfo, trace, thrown, className } = cause
  const kept = { original, target, format, additionalInfo, trace, thrown, className, cause: cause.cause }
  return new MillraceError(code, data, { message, hint, place, ...kept })
}

/**
 * What refuses a plan: the first error among its diagnostics, in the order in which the original would meet it, and with
 * it everything else that was found.
 */
export class PlanError extends MillraceError {
  readonly diagnostics: readonly Diagnostic[]

  constructor(first: Diagnostic, diagnostics: readonly Diagnostic[]) {
    const error = errorOf(first)
    super(error.code, error.data, error)
    this.diagnostics = diagnostics
  }
}
