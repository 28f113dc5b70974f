import { basename } from "node:path"
import { sanitizeName, timeStamp } from "@internal/flow"
import { MillraceError } from "@internal/schema"
import { estimateTotal } from "@internal/stats"
import type { Progress } from "../api/execution.ts"
import type { RunInfo } from "../api/runs.ts"
import type { EstimatedAmount, EstimateOptions, RunEstimate } from "../api/spending.ts"
import type { Context } from "../context.ts"
import { childRun } from "../groups/child-run.ts"
import { groupMembers } from "../groups/group-members.ts"
import { WorkHandle } from "../handle.ts"

const DEFAULT_SAMPLE = 3

/**
 * What a run, or a group of them, would come to: runs some lines of each variant, spread over the data, and scales up
 * what they spent. Samples are runs of their own, archived at once. What is spent beside the lines (aggregation) counts
 * once for each run. Rejects with `RUN_INVALID` where a sample does not get done.
 */
export async function estimate(context: Context, options: EstimateOptions): Promise<WorkHandle<RunEstimate>> {
  const { sample = DEFAULT_SAMPLE, maxCost: _, maxTokens: __, signal, name, repeat = 1, ...told } = options
  const now = performance.timeOrigin + performance.now()
  const stamp = timeStamp(new Date(now), Math.floor((now % 1) * 1000))
  const base = name ?? sanitizeName(basename(told.flow))
  const estimated = `${base}_estimate_${stamp}`
  const { members } = groupMembers(context, { ...told, name: estimated })
  return new WorkHandle<RunEstimate>(
    estimated,
    async (handle) => {
      const { runs } = await context.store()
      const labels = members.map(({ name: run, label }) => ({ run, label: `${label}, some lines` }))
      handle.emit({ type: "group", group: estimated, members: labels })
      const total = empty()
      for (const member of members) {
        const ledger = new Ledger()
        const own = { ...member.options, sample, properties: { ...told.properties, estimate: base } }
        const run = await childRun(context, own, handle, (progress) => ledger.add(progress))
        await runs.archive(run.name)
        add(total, ledger.estimate(run), repeat)
      }
      return total
    },
    signal,
  )
}

function empty(): RunEstimate {
  const nothing = () => ({ amount: 0, low: 0, high: 0 })
  return {
    runs: 0,
    lines: 0,
    sampled: 0,
    failed: 0,
    samples: [],
    tokens: nothing(),
    cost: nothing(),
    unknown: [],
    spent: { tokens: 0, cost: 0 },
  }
}

/** Ends of intervals are added as they are: what all runs come to may be in less doubt, and not in more. */
function add(total: RunEstimate, one: RunEstimate, times: number): void {
  const plus = (to: EstimatedAmount, amount: EstimatedAmount) => {
    for (const key of ["amount", "low", "high"] as const) to[key] += amount[key] * times
  }
  total.runs += times
  total.lines += one.lines * times
  total.sampled += one.sampled
  total.failed += one.failed
  total.samples.push(...one.samples)
  plus(total.tokens, one.tokens)
  if (total.cost && one.cost) plus(total.cost, one.cost)
  else total.cost = null
  total.unknown = [...new Set([...total.unknown, ...one.unknown])]
  total.spent.tokens += one.spent.tokens
  total.spent.cost += one.spent.cost
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
      runs: 1,
      lines: this.#total,
      sampled: lines.length,
      failed: run.counts.failed + run.counts.crashed,
      samples: [run.name],
      tokens: scaled("tokens"),
      cost: run.cost.unknown.length > 0 ? null : scaled("cost"),
      unknown: run.cost.unknown,
      spent: { tokens: run.usage.total_tokens, cost: run.cost.known },
    }
  }
}
