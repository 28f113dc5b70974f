import { createRandom, drawRows } from "./random.ts"
import { invalid, StatsError } from "./stats-error.ts"

/** Computes metrics on some rows (row numbers, repeats allowed); NaN or a missing name where one is not defined. */
export type RowsEvaluation = (
  rows: readonly number[],
  signal: AbortSignal,
) => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>

export interface ResampleOptions {
  readonly resamples?: number
  readonly seed?: number
  /** Time for all resamples together, in milliseconds; what is done by then is used. No limit without it. */
  readonly budgetMs?: number
  /** Evaluations under way at once; 1. */
  readonly concurrency?: number
  /** Cancels with a `STATS_CANCELLED` error, while a spent budget only ends early. */
  readonly signal?: AbortSignal
}

export interface Resampling {
  readonly rowCount: number
  /** The metrics on all rows, each once. */
  readonly observed: Readonly<Record<string, number>>
  /** The metrics of every resample that ended in time, in the order drawn. */
  readonly draws: readonly Readonly<Record<string, number>>[]
  readonly requested: number
  /** Resamples on which the evaluation threw, and the first thing it threw. */
  readonly failures: number
  readonly firstFailure?: string
  readonly stopped: "complete" | "budget"
}

/**
 * Draws rows with replacement and evaluates arbitrary metrics on each draw. To compare runs, evaluate all of them on
 * the rows given (as `"a:f1"`, `"b:f1"` …): the same rows for each is what makes the comparison paired.
 */
export async function resampleRows(
  rowCount: number,
  evaluate: RowsEvaluation,
  options: ResampleOptions = {},
): Promise<Resampling> {
  const { resamples = 2000, seed = 1, budgetMs = Number.POSITIVE_INFINITY, concurrency = 1, signal } = options
  if (!(Number.isInteger(rowCount) && rowCount > 0))
    throw invalid(`${rowCount} rows cannot be resampled`, "give at least one row")
  const random = createRandom(seed, "rows")
  const stop = stopwatch(budgetMs, signal)
  const draws: Readonly<Record<string, number>>[] = []
  const failures: string[] = []
  try {
    const allRows = Array.from({ length: rowCount }, (_, row) => row)
    const observed = await stop.race(Promise.resolve(evaluate(allRows, stop.signal)))
    if (observed === undefined)
      return { rowCount, observed: {}, draws, requested: resamples, failures: 0, stopped: "budget" }
    let next = 0
    const work = async (): Promise<void> => {
      while (next < resamples && !stop.ended()) {
        const at = next++
        const rows = drawRows(random, rowCount)
        try {
          const values = await stop.race(Promise.resolve(evaluate(rows, stop.signal)))
          if (values !== undefined) draws[at] = values
        } catch (error) {
          if (stop.ended()) return
          failures.push(error instanceof Error ? error.message : String(error))
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, work))
    if (signal?.aborted) throw cancelled()
    const done = draws.filter((values) => values !== undefined)
    const stopped = done.length + failures.length === resamples ? "complete" : "budget"
    return {
      rowCount,
      observed,
      draws: done,
      requested: resamples,
      failures: failures.length,
      firstFailure: failures[0],
      stopped,
    }
  } finally {
    stop.close()
  }
}

interface Stopwatch extends Pick<AbortController, "signal"> {
  ended(): boolean
  /** The promise's value, or undefined once the budget is spent; rejects when the caller cancels. */
  race<T>(promise: Promise<T>): Promise<T | undefined>
  close(): void
}

function stopwatch(budgetMs: number, outer: AbortSignal | undefined): Stopwatch {
  const controller = new AbortController()
  const until = performance.now() + budgetMs
  const end = (): void => controller.abort()
  const timer = Number.isFinite(budgetMs) ? setTimeout(end, budgetMs) : undefined
  outer?.addEventListener("abort", end, { once: true })
  if (outer?.aborted) end()
  const aborted = new Promise<undefined>((resolve) => {
    if (controller.signal.aborted) resolve(undefined)
    else controller.signal.addEventListener("abort", () => resolve(undefined), { once: true })
  })
  return {
    signal: controller.signal,
    ended: () => {
      // A synchronous metric never lets the timer run, so the clock is read as well.
      if (performance.now() >= until) end()
      return controller.signal.aborted
    },
    race: async (promise) => {
      promise.catch(() => undefined)
      const value = await Promise.race([promise, aborted])
      if (outer?.aborted) throw cancelled()
      return value
    },
    close: () => {
      clearTimeout(timer)
      outer?.removeEventListener("abort", end)
    },
  }
}

function cancelled(): StatsError {
  return new StatsError(
    "STATS_CANCELLED",
    "the comparison was cancelled",
    "start it again, or give it fewer resamples",
  )
}
