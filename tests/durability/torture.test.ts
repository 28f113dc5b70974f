import { availableParallelism } from "node:os"
import { describe, expect, test } from "vitest"
import { torture } from "./torture.ts"

const SEEDS = Array.from({ length: 15 }, (_, i) => i + 1)

describe.concurrent("a batch run whose processes are killed at random moments and that goes on", () => {
  test.for(SEEDS)("seed %i", { timeout: 180_000 }, async (seed) => {
    const result = await turns(() => torture(seed, { lines: 200, concurrency: 8 }))
    expect(result.problems).toEqual([])
    expect(result.repeated).toBeLessThanOrEqual(result.inFlight)
  })
})

/** As many at once as there are processors. */
let free = Math.max(1, availableParallelism() - 1)
const waiting: (() => void)[] = []

async function turns<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
}
