import { MillraceError, type ModelFailure } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { waitSeconds, withRetries } from "./retry.ts"
import { VirtualClock } from "./testing/virtual-clock.ts"

function failing(...failures: Partial<ModelFailure>[]) {
  const clock = new VirtualClock()
  const waits: number[] = []
  let attempts = 0
  const result = clock.drive(
    withRetries(
      async () => {
        const failure = failures[attempts++]
        if (failure) throw new MillraceError("MODEL_CALL_FAILED", { class: "E", detail: "", ...failure })
        return "ok"
      },
      {
        clock,
        attempts: 10,
        signal: new AbortController().signal,
        waiting: (wait, { ms }) => {
          waits.push(ms)
          return wait()
        },
      },
    ),
  )
  return { result, waits, attempts: () => attempts }
}

test("waits grow as the original's do (spec 5.5, A.8)", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 20].map(waitSeconds)).toEqual([3, 4, 6, 10, 18, 34, 60, 60])
})

describe("what is tried again (spec 5.5)", () => {
  test.each<[string, Partial<ModelFailure>, boolean]>([
    ["429", { status: 429 }, true],
    ["a used-up quota", { status: 429, type: "insufficient_quota" }, false],
    ["500", { status: 500 }, true],
    ["422", { status: 422 }, true],
    ["400", { status: 400 }, false],
    ["401", { status: 401 }, false],
    ["404", { status: 404 }, false],
    ["a timeout", { class: "APITimeoutError" }, true],
    ["a dropped connection", { class: "APIConnectionError", detail: "Connection aborted." }, true],
    ["a refused connection", { class: "APIConnectionError", detail: "Connection refused" }, false],
  ])("%s: %o", async (_, failure, again) => {
    const { result, attempts } = failing(failure)
    if (again) expect(await result).toBe("ok")
    else await expect(result).rejects.toMatchObject({ code: "MODEL_CALL_FAILED" })
    expect(attempts()).toBe(again ? 2 : 1)
  })

  test("three 422 in a row are final", async () => {
    const { result, attempts } = failing({ status: 422 }, { status: 422 }, { status: 422 }, { status: 422 })
    await expect(result).rejects.toMatchObject({ code: "MODEL_RETRIES_EXHAUSTED" })
    expect(attempts()).toBe(3)
  })

  test("attempts are bounded", async () => {
    const { result, attempts } = failing(...Array.from({ length: 20 }, () => ({ status: 500 })))
    await expect(result).rejects.toMatchObject({ code: "MODEL_RETRIES_EXHAUSTED" })
    expect(attempts()).toBe(10)
  })

  test("Retry-After is kept to the millisecond; else at most the original's wait", async () => {
    const { result, waits } = failing({ status: 429, retryAfterMs: 1234 }, { status: 429 }, { status: 500 })
    await result
    expect(waits[0]).toBe(1234)
    expect(waits[1]).toBeGreaterThanOrEqual(2000)
    expect(waits[1]).toBeLessThanOrEqual(4000)
    // a failing server is asked again sooner
    expect(waits[2]).toBeGreaterThanOrEqual(1000)
    expect(waits[2]).toBeLessThanOrEqual(2000)
  })
})
