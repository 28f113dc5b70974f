import type { EstimatedAmount, RunEstimate } from "@internal/sdk"
import { groupOptions } from "../arguments/group-options.ts"
import { runOptions } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { GroupView } from "../progress/group-view.ts"
import { count, dollars, many } from "../terminal/amount.ts"
import { printJson, printPairs } from "./print.ts"

/** `run create --estimate`: what it would come to, from a few lines. */
export const runEstimate: Action = async (given, context) => {
  const { terminal } = context
  const api = await context.millrace()
  const options = await runOptions(given, context, (text) => terminal.err(`warning: ${text}\n`))
  const sample = given.count("estimate")
  const { evaluate: _, ...group } = groupOptions(given, options)
  const handle = await api.runs.estimate({ ...group, ...(sample !== undefined && { sample }) })
  const stopping: Stopping = { exitCode: undefined }
  const result = await follow(handle, new GroupView(terminal), stopping)
  if (context.json) printJson(context, result)
  else printPairs(context, pairs(result))
  return stopping.exitCode
}

function pairs(estimate: RunEstimate): [string, string][] {
  const { runs, lines, sampled, failed, tokens, cost, unknown, spent } = estimate
  const tried = `${count(sampled)} tried${failed > 0 ? `, ${count(failed)} of them failed` : ""}`
  const price =
    cost === null
      ? `unknown: no price for ${unknown.join(", ")} (prices.yaml in Millrace's home can hold it)`
      : ranged(cost, dollars)
  return [
    ["lines", `${count(lines)}${runs > 1 ? ` in ${many(runs, "run")}` : ""}, ${tried}`],
    ["tokens", ranged(tokens, (n) => count(Math.round(n)))],
    ["cost", price],
    ["sample", `${count(spent.tokens)} tokens${cost === null ? "" : `, ${dollars(spent.cost)}`}`],
    ["runs", estimate.samples.join(" ")],
  ]
}

/** `41,300  between 36,000 and 47,000, 19 times in 20` */
function ranged({ amount, low, high }: EstimatedAmount, shown: (n: number) => string): string {
  if (low === high) return shown(amount)
  if (!Number.isFinite(high)) return `${shown(amount)}  from one line, which says nothing of others`
  return `${shown(amount)}  between ${shown(low)} and ${shown(high)}, 19 times in 20`
}
