import {
  type AdditionalInfo,
  type ErrorRecord,
  errorRecord,
  MillraceError,
  type NestedCode,
  toMillraceError,
} from "@internal/schema"

/** What the code gets of a call: the outputs, what of them is still to come, and how it went; or what to raise. */
export type CalledAnswer =
  | {
      /** JSON text of a dict; null where a generator is. */
      outputs: string
      /** Outputs that are generators, and what each prints as. */
      generators?: Record<string, string>
      /** Under which their pieces are asked for. */
      stream?: string
      /** JSON text of `flow.detail.json`. */
      details?: string
    }
  | { error: RaisedError }

/** An exception of the original: the codes of its classes from the root down, and what it was raised from. */
export interface RaisedError {
  message: string
  codes: readonly string[]
  cause: { type: string; message: string } | null
  /** Its message's format, what fills it, the part of the original that it belongs to, and what its record has besides. */
  format: string
  parameters: Record<string, string>
  target: string
  additional: AdditionalInfo[] | null
}

export function raisedError(error: ErrorRecord): RaisedError {
  const codes: string[] = []
  for (let at: NestedCode | null = error; at; at = at.innerError) codes.push(at.code)
  const inner = error.debugInfo?.innerException
  const { message, messageFormat: format, messageParameters: parameters, referenceCode = "Unknown" } = error
  return {
    message,
    codes,
    cause: inner ? { type: inner.type, message: inner.message } : null,
    format,
    parameters,
    target: referenceCode.replace(/\/.*/, ""),
    additional: error.additionalInfo ?? null,
  }
}

/** Of what is wrong before the flow runs. The original looks for all connections first, and by their names alone. */
export function raised(thrown: unknown): { error: RaisedError } {
  const error = toMillraceError(thrown)
  const name = error.code === "CONNECTION_FAILED" && error.data.connection
  return {
    error: raisedError(errorRecord(name ? new MillraceError("CONNECTION_NOT_FOUND", { name }) : error)),
  }
}
