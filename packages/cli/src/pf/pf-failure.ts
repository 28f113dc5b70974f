import {
  type ErrorRecord,
  errorRecord,
  isToolResolution,
  MillraceError,
  originalClass,
  toMillraceError,
} from "@internal/schema"

/** A failure that the original words in a way of its own: `pf.<activity> failed with <original>: <message>`, exit code 1. */
export class PfFailure extends Error {
  override readonly name = "PfFailure"
  /** The original's class. */
  readonly original: string
  /** `flow.node_test`, where it is not the command's name. */
  readonly activity: string | undefined
  /** What it stands for, where that is known. */
  readonly error: MillraceError | undefined

  constructor(original: string, message: string, activity?: string, error?: MillraceError) {
    super(message)
    this.original = original
    this.activity = activity
    this.error = error
  }
}

/** The class that the original prints for an error: that of the innermost code, but for what it wraps. */
export function className(error: MillraceError): string {
  if (isToolResolution(error)) return "ResolveToolError"
  if (originalClass(error.original) === "GetConnectionError") return "ConnectionNotFoundError"
  if (error.code === "SINGLE_NODE_INVALID") return "UserErrorException"
  if (error.code === "VARIANT_INVALID" && /not of the form/.test(error.message)) return "UserErrorException"
  return originalClass(error.original)
}

/** The JSON form of what is printed (spec 11.2). */
export function failureRecord(thrown: unknown): ErrorRecord {
  const error = thrown instanceof PfFailure ? thrown.error : toMillraceError(thrown)
  const name = thrown instanceof PfFailure ? thrown.original : className(toMillraceError(thrown))
  if (error && (name === "ResolveToolError" || name === originalClass(error.original)))
    return errorRecord(error)
  const original = name === "UserErrorException" ? ["UserError"] : ["UserError", "SDKError", name]
  const { message } = thrown instanceof Error ? thrown : { message: String(thrown) }
  const target = original.length > 1 ? "ControlPlaneSDK" : "Unknown"
  return errorRecord(new MillraceError("USAGE", {}, { message, original, target, hint: "" }))
}
