export type StatsErrorCode = "STATS_INPUT_INVALID" | "STATS_CANCELLED"

/** Thrown for arguments that no statistic can be computed from; `hint` says what to do about it. */
export class StatsError extends Error {
  override readonly name = "StatsError"
  readonly code: StatsErrorCode
  readonly hint: string

  constructor(code: StatsErrorCode, message: string, hint: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

export function invalid(message: string, hint: string): StatsError {
  return new StatsError("STATS_INPUT_INVALID", message, hint)
}
