import { type Diagnostic, type ErrorCode, MillraceError, type Place, type Severity } from "@internal/schema"

export interface DiagnoseOptions {
  severity?: Severity
  hint?: string
  /** Error in `flow validate`, warning when the flow is run. */
  strict?: boolean
  /** Replaces the table's message. */
  message?: string
}

/** A diagnostic with message and hint from the table of errors. */
export function diagnose(
  code: ErrorCode,
  data: Record<string, unknown>,
  place: Place | undefined,
  options: DiagnoseOptions = {},
): Diagnostic {
  const error = new MillraceError(code, data, { hint: options.hint, message: options.message })
  return {
    code,
    severity: options.severity ?? (options.strict ? "warning" : "error"),
    message: error.message,
    hint: error.hint,
    data,
    file: "",
    ...place,
    ...(options.strict && { strict: true }),
  }
}

/** The same diagnostic as `flow validate` weighs it: what is strict is an error there. */
export function weigh(diagnostic: Diagnostic, mode: "run" | "validate"): Diagnostic {
  if (!diagnostic.strict) return diagnostic
  return { ...diagnostic, severity: mode === "validate" ? "error" : "warning" }
}

/** A diagnostic that stands for an error met elsewhere (a tool that cannot be imported), kept as its cause. */
export function diagnosticOf(error: MillraceError, place: Place, data: Record<string, unknown>): Diagnostic {
  const { code, message, hint } = error
  return { code, severity: "error", message, hint, data: { ...error.data, ...data }, ...place, cause: error }
}
