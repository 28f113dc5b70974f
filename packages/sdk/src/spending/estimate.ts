import { basename } from "node:path"
import { sanitizeName, timeStamp } from "@internal/flow"
import { MillraceError, toMillraceError } from "@internal/schema"
import { estimateTotal } from "@internal/stats"
import type { Progress } from "../api/execution.ts"
import type { RunInfo, RunOptions } from "../api/runs.ts"
import type { EstimatedAmount, EstimatedPart, EstimateOptions, RunEstimate } from "../api/spending.ts"
import type { Context } from "../context.ts"
import { childRun } from "../groups/child-run.ts"
import { groupMembers } from "../groups/group-members.ts"
import { WorkHandle } from "../handle.ts"

const DEFAULT_SAMPLE = 3

/**
 * What a run, or a group of them, would come to, with evaluations: runs some lines of each variant, spread over the data,
 * evaluates those, and scales up what that spent. Samples are runs of their own, archived at once. What is spent beside the
 * lines (aggregation) counts once for each run. Rejects with `RUN_INVALID` where a sample does not get done; an evaluation
 * that does not is told as such.
 */
export async function estimate(context: Context, options: EstimateOptions): Promise<WorkHandle<RunEstimate>> {
  const { sample = DEFAULT_SAMPLE, maxCost: _, maxTokens: __, signal, name, repeat = 1, ...rest } = options
  const { evaluations = [], ...told } = rest
  const now = performance.timeOrigin + performance.now()
  const stamp = timeStamp(new Date(now), Math.floor((now % 1) * 1000))
  const base = name ?? sanitizeName(basename(told.flow))
  const estimated = `${base}_estimate_${stamp}`
  const { members } = groupMembers(context, { ...told, name: estimated })
  return new WorkHandle<RunEstimate>(
    estimated,
    async (handle) => {
      const { runs } = await context.store()
      const labels = members.flatMap(({ name: run, label }) => [
        { run, label: `${label}, some lines` },
        ...evaluations.map(({ flow }, at) => ({
          run: scoresOf(run, at),
          label: `${label}, some lines, ${basename(flow)}`,
        })),
      ])
      handle.emit({ type: "group", group: estimated, members: labels })
      const total = empty()
      const properties = { ...told.properties, estimate: base }
      for (const { label, options: own } of members) {
        const ledger = new Ledger()
        const run = await childRun(context, { ...own, sample, properties }, handle, (told) =>
          ledger.add(told),
        )
        const one = ledger.estimate(run, label)
        add(total, one, repeat)
        for (const [at, { ending: _, ...evaluation }] of evaluations.entries()) {
          const asked = {
            ...(run.data !== null && { data: run.data }),
            ...evaluation,
            name: scoresOf(run.name, at),
            run: run.name,
            properties,
          }
          add(total, await evaluated(context, asked, handle, one), repeat)
        }
        await runs.archive(run.name)
      }
      return total
    },
    signal,
  )
}

/** What the run is called that tries an evaluation. */
function scoresOf(run: string, at: number): string {
  return `${run}_scores_${at + 1}`
}

/** What an evaluation of all lines would come to, by one of those of a sample. */
async function evaluated(
  context: Context,
  options: RunOptions & { name: string },
  handle: WorkHandle<RunEstimate>,
  of: Pick<Estimated, "label" | "lines" | "sampled">,
): Promise<Estimated> {
  const label = basename(options.flow)
  const evaluates = of.label
  const ledger = new Ledger()
  try {
    const run = await childRun(context, options, handle, (told) => ledger.add(told))
    const { runs } = await context.store()
    await runs.archive(run.name)
    const why = run.error?.message ?? "It did not get done."
    if (run.state !== "done") return { ...nothing(label), evaluates, problem: { message: why } }
    // lines that fail have nothing to evaluate
    const share = Math.min(1, ledger.all / of.sampled)
    const found = ledger.estimate(run, label, Math.round(of.lines * share))
    const problem = { message: `No line that it was tried on got done. ${why}` }
    return { ...found, evaluates, ...(run.counts.done === 0 && { problem }) }
  } catch (thrown) {
    if (handle.stop.aborted) throw thrown
    const { message, hint } = toMillraceError(thrown)
    return { ...nothing(label), evaluates, problem: { message, ...(hint && { hint }) } }
  }
}

/** What one run would come to, and what trying it took. */
interface Estimated extends Omit<EstimatedPart, "runs"> {
  samples: string[]
  spent: RunEstimate["spent"]
}

function nothing(label: string): Estimated {
  const zero = () => ({ amount: 0, low: 0, high: 0 })
  return {
    ...{ label, lines: 0, sampled: 0, failed: 0, samples: [], unknown: [] },
    ...{ calls: zero(), tokens: zero(), cost: zero(), spent: { tokens: 0, cost: 0 } },
  }
}

function empty(): RunEstimate {
  const { label: _, ...zero } = nothing("")
  return { ...zero, runs: 0, parts: [] }
}

/** Ends of intervals are added as they are: what all runs come to may be in less doubt, and not in more. */
function add(total: RunEstimate, { samples, spent, ...one }: Estimated, times: number): void {
  const many = (amount: EstimatedAmount): EstimatedAmount => ({
    amount: amount.amount * times,
    low: amount.low * times,
    high: amount.high * times,
  })
  const part: EstimatedPart = {
    ...one,
    runs: times,
    lines: one.lines * times,
    calls: many(one.calls),
    tokens: many(one.tokens),
    cost: one.cost && many(one.cost),
  }
  total.parts.push(part)
  if (part.evaluates === undefined) {
    total.runs += times
    total.lines += part.lines
    total.sampled += part.sampled
    total.failed += part.failed
  }
  const plus = (to: EstimatedAmount, amount: EstimatedAmount) => {
    for (const key of ["amount", "low", "high"] as const) to[key] += amount[key]
  }
  plus(total.calls, part.calls)
  plus(total.tokens, part.tokens)
  if (total.cost && part.cost && !part.problem) plus(total.cost, part.cost)
  else total.cost = null
  total.unknown = [...new Set([...total.unknown, ...part.unknown])]
  total.samples.push(...samples)
  total.spent.tokens += spent.tokens
  total.spent.cost += spent.cost
}

interface Spent {
  calls: number
  tokens: number
  cost: number
}

/** What each line of the sample spends. */
class Ledger {
  readonly #lines = new Map<number, Spent>()
  readonly #beside: Spent = { calls: 0, tokens: 0, cost: 0 }
  #total = 0

  add(progress: Progress): void {
    if (progress.type === "ready") this.#total = progress.of ?? progress.lines ?? 0
    else if (progress.type === "line-start" && progress.line !== null)
      this.#lines.set(progress.line, { calls: 0, tokens: 0, cost: 0 })
    else if (progress.type === "call-end") {
      const { line, usage, cost } = progress
      const spent = (line === null ? undefined : this.#lines.get(line)) ?? this.#beside
      spent.calls++
      spent.tokens += usage?.total_tokens ?? 0
      spent.cost += cost ?? 0
    }
  }

  /** Lines that the run would have as a whole. */
  get all(): number {
    return this.#total
  }

  estimate(run: RunInfo, label: string, all = this.#total): Estimated {
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
        all,
      )
      const once = this.#beside[key]
      return { amount: found.amount + once, low: found.low + once, high: found.high + once }
    }
    return {
      label,
      lines: all,
      sampled: lines.length,
      failed: run.counts.failed + run.counts.crashed,
      samples: [run.name],
      calls: scaled("calls"),
      tokens: scaled("tokens"),
      cost: run.cost.unknown.length > 0 ? null : scaled("cost"),
      unknown: run.cost.unknown,
      spent: { tokens: run.usage.total_tokens, cost: run.cost.known },
    }
  }
}
