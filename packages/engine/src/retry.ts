import { type Clock, MillraceError, type ModelFailure } from "@internal/schema"

/** Attempts of one call before it gives up: the tools package's number; prompty and core use 10 (spec 5.5). */
const TOOL_ATTEMPTS = 100
/** Of prompty: ten tries after the first. */
export const CORE_ATTEMPTS = 11
const MAX_UNPROCESSABLE_IN_A_ROW = 3
const LONGEST_WAIT_SECONDS = 60

export interface RetryOptions {
  attempts?: number
  clock: Clock
  signal: AbortSignal
  /** Told of every failed attempt, the last one included. */
  failed?(failure: ModelFailure): void
  /** Told before each wait: the line may give its place to another meanwhile. */
  waiting<T>(wait: () => Promise<T>, retry: Retry): Promise<T>
}

export interface Retry {
  failure: ModelFailure
  /** From 0. */
  attempt: number
  /** How long the wait is. */
  ms: number
}

/**
 * Calls until it succeeds, by the rules of spec 5.5: timeouts, dropped connections, 5xx, 429 (but not a used-up quota)
 * and 422 (at most three in a row) are tried again; everything else is final.
 */
export async function withRetries<T>(
  call: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const attempts = options.attempts ?? TOOL_ATTEMPTS
  let unprocessable = 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await call(attempt)
    } catch (thrown) {
      if (!(thrown instanceof MillraceError) || thrown.code !== "MODEL_CALL_FAILED") throw thrown
      const failure = thrown.data as ModelFailure
      options.failed?.(failure)
      unprocessable = failure.status === 422 ? unprocessable + 1 : 0
      if (!isRetriable(failure)) throw thrown
      if (unprocessable >= MAX_UNPROCESSABLE_IN_A_ROW || attempt + 1 >= attempts) {
        const { original } = thrown
        throw new MillraceError(
          "MODEL_RETRIES_EXHAUSTED",
          { detail: thrown.message },
          { cause: thrown, original },
        )
      }
      const ms = failure.retryAfterMs ?? jittered(waitAfter(failure, attempt)) * 1000
      await options.waiting(() => options.clock.sleep(ms, options.signal), { failure, attempt, ms })
    }
  }
}

function isRetriable(failure: ModelFailure): boolean {
  const { status } = failure
  if (status !== undefined) {
    if (status === 429) return failure.type !== "insufficient_quota"
    return status >= 500 || status === 422
  }
  if (failure.class === "APITimeoutError") return true
  if (failure.class !== "APIConnectionError") return false
  const text = failure.detail.toLowerCase()
  return (
    text.includes("connection aborted") || text.includes("server disconnected without sending a response")
  )
}

/** The original's wait before attempt `index + 1` in seconds: 3, 4, 6, 10, 18, 34, 60… (A.8). */
export function waitSeconds(index: number): number {
  return Math.min(3 + (2 ** index - 1), LONGEST_WAIT_SECONDS)
}

/**
 * A failure of the server (5xx) is most often over at once: 0.5, 1, 2, 4… seconds, and never longer than the original waits.
 */
function waitAfter({ status }: ModelFailure, index: number): number {
  const seconds = waitSeconds(index)
  return status !== undefined && status >= 500 ? Math.min(seconds, 2 ** (index - 1)) : seconds
}

/** At most the original's wait, so that nothing is slower here; spread, so that lines do not come back together. */
function jittered(seconds: number): number {
  return seconds * (0.5 + Math.random() / 2)
}
