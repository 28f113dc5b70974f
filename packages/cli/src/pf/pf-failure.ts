/** A failure that the original words in a way of its own: `pf.<activity> failed with <original>: <message>`, exit code 1. */
export class PfFailure extends Error {
  override readonly name = "PfFailure"
  /** The original's class. */
  readonly original: string
  /** `flow.node_test`, where it is not the command's name. */
  readonly activity: string | undefined

  constructor(original: string, message: string, activity?: string) {
    super(message)
    this.original = original
    this.activity = activity
  }
}

/** Codes of the original whose class is called otherwise. */
const CLASSES: Record<string, string> = {
  UserError: "UserErrorException",
  SystemError: "SystemErrorException",
  ValidationError: "ValidationException",
}

/** The class that the original prints for a chain of codes: that of the innermost. */
export function className(chain: readonly string[]): string {
  const code = chain.at(-1) ?? "UserError"
  return CLASSES[code] ?? code
}
