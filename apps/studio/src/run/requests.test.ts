import type { ErrorRecord } from "@internal/schema"
import { expect, test } from "vitest"
import { retryOf } from "./requests.tsx"

const failed = {} as ErrorRecord

test("a request after one that failed is a retry of it, whatever attempts are counted from", () => {
  const requests = [
    { model: "m", attempt: 0, error: failed },
    { model: "m", attempt: 1, error: failed },
    { model: "m", attempt: 2 },
    { model: "m", attempt: 0 },
    { model: "n", attempt: 1 },
  ]
  expect(requests.map((_, at) => retryOf(requests, at))).toEqual([0, 1, 2, 0, 0])
})
