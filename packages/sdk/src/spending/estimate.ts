import { basename } from "node:path"
import { sanitizeName, timeStamp } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { estimateTotal } from "@internal/stats"
import type { Progress } from "../api/execution.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { EstimatedAmount, RunEstimate } from "../api/spending.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { createRun } from "../runs/create-run.ts"

const DEFAULT_SAMPLE = 3

/**
 * What a run would come to: runs some lines of it, spread over the data, and scales up what they spent. They are a run of
 * their own, archived at once. What is spent beside the lines (aggregation) counts once.
 */
export async function estimate(
  context: Context,
  { sample = DEFAULT_SAMPLE, maxCost: _, maxTokens: __, ...options }: RunOptions & { sample?: number },
): Promise<WorkHandle<RunEstimate>> {
  const now = performance.timeOrigin + performance.now()
  const stamp = timeStamp(new Date(now), Math.floor((now % 1) * 1000))
  const base = options.name ?? sanitizeName(basename(options.flow))
  const name = `${base}_estimate_${stamp}`
  const { signal, ...told } = options
  return new WorkHandle<RunEstimate>(
    name,
    async (handle) => {
      const properties = { ...options.properties, estimate: base }
      const child = await createRun(context, { ...told, name, sample, properties })
      handle.drain.addEventListener("abort", () => child.cancel())
      handle.stop.addEventListener("abort", () => {
        child.cancel()
        child.cancel()
      })
      const ledger = new Ledger()
      for await (const progress of child.events()) {
        ledger.add(progress)
        handle.emit(progress)
      }
      const run = await child.result
      await (await context.store()).runs.archive(name)
      return ledger.estimate(run)
    },
    signal,
  )
}

interface Spent {
  tokens: number
  cost: number
}

/** What each line of the sample spends. */
class Ledger {
  readonly #lines = new Map<number, Spent>()
  readonly #beside: Spent = { tokens: 0, cost: 0 }
  #total = 0

  add(progress: Progress): void {
    if (progress.type === "ready") this.#total = progress.of ?? progress.lines ?? 0
    else if (progress.type === "line-start" && progress.line !== null)
      this.#lines.set(progress.line, { tokens: 0, cost: 0 })
    else if (progress.type === "call-end") {
      const { line, usage, cost } = progress
      const spent = (line === null ? undefined : this.#lines.get(line)) ?? this.#beside
      spent.tokens += usage?.total_tokens ?? 0
      spent.cost += cost ?? 0
    }
  }

  estimate(run: RunInfo): RunEstimate {
    const lines = [...this.#lines.values()]
    if (lines.length === 0 || run.state !== "done") {
      const reason = `Its sample did not get done, so run ${run.name} says nothing of what it will cost`
      throw new MillraceError("RUN_INVALID", {
        reason: run.error ? `${reason}: ${run.error.message}` : reason,
      })
    }
    const scaled = (key: keyof Spent): EstimatedAmount => {
      const found = estimateTotal(
        lines.map((spent) => spent[key]),
        this.#total,
      )
      const once = this.#beside[key]
      return { amount: found.amount + once, low: found.low + once, high: found.high + once }
    }
    return {
      lines: this.#total,
      sampled: lines.length,
      failed: run.counts.failed + run.counts.crashed,
      run: run.name,
      tokens: scaled("tokens"),
      cost: run.cost.unknown.length > 0 ? null : scaled("cost"),
      unknown: run.cost.unknown,
      spent: { tokens: run.usage.total_tokens, cost: run.cost.known },
    }
  }
}
