import type { RateLimit, RateLimits } from "@internal/schema"
import type { Headers } from "./failure.ts"

/** Names by what counts: OpenAI's and Azure's, then those of others that speak the protocol. */
const NAMES = {
  requests: {
    limit: ["x-ratelimit-limit-requests", "anthropic-ratelimit-requests-limit", "x-ratelimit-limit"],
    remaining: [
      "x-ratelimit-remaining-requests",
      "anthropic-ratelimit-requests-remaining",
      "x-ratelimit-remaining",
    ],
    reset: ["x-ratelimit-reset-requests", "anthropic-ratelimit-requests-reset", "x-ratelimit-reset"],
  },
  tokens: {
    limit: ["x-ratelimit-limit-tokens", "anthropic-ratelimit-tokens-limit"],
    remaining: ["x-ratelimit-remaining-tokens", "anthropic-ratelimit-tokens-remaining"],
    reset: ["x-ratelimit-reset-tokens", "anthropic-ratelimit-tokens-reset"],
  },
} as const

/** What the headers of an answer say of limits; nothing of what makes no sense. */
export function rateLimits(headers: Headers, now: number = Date.now()): RateLimits {
  const requests = rateLimit(headers, "requests", now)
  const tokens = rateLimit(headers, "tokens", now)
  return { ...(requests && { requests }), ...(tokens && { tokens }) }
}

function rateLimit(headers: Headers, of: keyof typeof NAMES, now: number): RateLimit | undefined {
  const names = NAMES[of]
  const limit = amount(first(headers, names.limit))
  const remaining = amount(first(headers, names.remaining))
  if (limit === undefined && remaining === undefined) return undefined
  const resetMs = duration(first(headers, names.reset), now)
  return {
    ...(limit && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetMs !== undefined && { resetMs }),
  }
}

function first(headers: Headers, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = headers[name]
    const text = Array.isArray(value) ? value[0] : value
    if (text !== undefined) return text.trim()
  }
  return undefined
}

/** Azure says -1 where it does not count. */
function amount(text: string | undefined): number | undefined {
  if (!text) return undefined
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const PARTS = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g
/** Seconds since 1970 rather than from now on. */
const LEAST_EPOCH = 1e9

/** Milliseconds of `6m0s`, `120ms`, plain seconds, a date or seconds since 1970. */
function duration(text: string | undefined, now: number): number | undefined {
  if (!text) return undefined
  const seconds = Number(text)
  if (Number.isFinite(seconds)) {
    if (seconds < 0) return undefined
    return seconds >= LEAST_EPOCH ? Math.max(0, seconds * 1000 - now) : seconds * 1000
  }
  if (text.replace(PARTS, "") === "")
    return [...text.matchAll(PARTS)].reduce(
      (sum, [, n, unit]) => sum + Number(n) * (UNIT_MS[unit as string] ?? 0),
      0,
    )
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
