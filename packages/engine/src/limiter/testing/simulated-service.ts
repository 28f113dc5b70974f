import type { ModelFailure, RateLimits } from "@internal/schema"

export interface Verdict {
  failure?: ModelFailure
  limits?: RateLimits
}

/** Decides about a call that comes in at `now`; told when an accepted one has ended. */
export interface Service {
  ask(now: number): Verdict
  ended(): void
}

export function refusal(retryAfterMs?: number): ModelFailure {
  return {
    class: "RateLimitError",
    status: 429,
    detail: "Error code: 429",
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

interface BucketOptions {
  /** A minute; may change. */
  limit(now: number): number
  /** Requests at once; default the limit. */
  burst?: number
  headers?: boolean
  retryAfterMs?(missingMs: number): number
}

/** What is used comes back bit by bit. */
export function bucketService({ limit, burst, headers = false, retryAfterMs }: BucketOptions): Service {
  let level = burst ?? limit(0)
  let at = 0
  return {
    ask(now) {
      const all = limit(now)
      const most = burst ?? all
      level = Math.min(most, level + ((now - at) * all) / 60_000)
      at = now
      const isTaken = level >= 1
      if (isTaken) level -= 1
      const missing = ((1 - level) * 60_000) / all
      const limits: RateLimits = headers
        ? {
            requests: {
              limit: most,
              remaining: Math.floor(level),
              resetMs: ((most - level) * 60_000) / all,
            },
          }
        : {}
      if (isTaken) return { limits }
      return {
        limits,
        failure: refusal(
          retryAfterMs ? retryAfterMs(missing) : Math.max(1000, Math.ceil(missing / 1000) * 1000),
        ),
      }
    },
    ended() {},
  }
}

interface WindowOptions {
  /** Of a window that begins then. */
  limit(now: number): number
  period?: number
  /** When the first window began. */
  begun?: number
  headers?: boolean
  /** What a refusal says; default whole seconds until the next window. */
  retryAfterMs?(resetMs: number): number | undefined
}

/** Counts from minute to minute (or what `period` says); `headers` or only when to come again. */
export function windowService({
  limit,
  period = 60_000,
  begun = 0,
  headers = false,
  retryAfterMs = (resetMs) => Math.ceil(resetMs / 1000) * 1000,
}: WindowOptions): Service {
  let from = begun
  let used = 0
  return {
    ask(now) {
      if (now - from >= period) {
        from = now - ((now - from) % period)
        used = 0
      }
      const all = limit(from)
      const isTaken = used < all
      if (isTaken) used++
      const resetMs = from + period - now
      const limits: RateLimits = headers ? { requests: { limit: all, remaining: all - used, resetMs } } : {}
      return isTaken ? { limits } : { limits, failure: refusal(retryAfterMs(resetMs)) }
    },
    ended() {},
  }
}

/** Answers so many calls at once. */
export function concurrentService(limit: (now: number) => number): Service {
  let open = 0
  return {
    ask(now) {
      if (open >= limit(now)) return { failure: refusal(1000) }
      open++
      return {}
    },
    ended() {
      open--
    },
  }
}

/** Refuses by chance, whatever the pace. */
export function moodyService(part: number, random: () => number): Service {
  return { ask: () => (random() < part ? { failure: refusal(1000) } : {}), ended() {} }
}

/** Numbers from 0 to 1 that a seed decides. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
