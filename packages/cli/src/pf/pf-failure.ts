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
