import { describe, expect, it } from "vitest"
import { rateLimits } from "./rate-limits.ts"

const NOW = Date.parse("2026-01-01T00:00:00Z")

describe("headers of limits", () => {
  it("reads OpenAI's", () => {
    const headers = {
      "x-ratelimit-limit-requests": "60",
      "x-ratelimit-limit-tokens": "150000",
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-remaining-tokens": "149984",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-reset-tokens": "6m0.5s",
    }
    expect(rateLimits(headers)).toEqual({
      requests: { limit: 60, remaining: 59, resetMs: 1000 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 360_500 },
    })
  })

  it("reads Azure's, which may say only what is left, or -1 for what it does not count", () => {
    expect(
      rateLimits({ "x-ratelimit-remaining-requests": "17", "x-ratelimit-remaining-tokens": "-1" }),
    ).toEqual({ requests: { remaining: 17 } })
    expect(
      rateLimits({
        "x-ratelimit-limit-requests": "10",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "10",
      }),
    ).toEqual({ requests: { limit: 10, remaining: 0, resetMs: 10_000 } })
  })

  it.each([
    ["8.64s", 8640],
    ["120ms", 120],
    ["1h2m3s", 3_723_000],
    ["7", 7000],
    ["2026-01-01T00:00:05Z", 5000],
    [`${NOW / 1000 + 9}`, 9000],
    ["soon", undefined],
    ["-3", undefined],
  ])("reads a reset of %s", (text, ms) => {
    const headers = { "x-ratelimit-limit-requests": "1", "x-ratelimit-reset-requests": text }
    expect(rateLimits(headers, NOW).requests?.resetMs).toBe(ms)
  })

  it("says nothing of nothing", () => {
    expect(rateLimits({ "content-type": "text/plain", "x-ratelimit-limit-requests": "lots" })).toEqual({})
  })
})
