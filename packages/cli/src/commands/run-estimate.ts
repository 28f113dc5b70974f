import type { EstimatedAmount, EstimatedPart, RunEstimate } from "@internal/sdk"
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
  const { evaluate, ...group } = groupOptions(given, options)
  const handle = await api.runs.estimate({
    ...group,
    ...(sample !== undefined && { sample }),
    ...(evaluate && { evaluations: [evaluate] }),
  })
  const stopping: Stopping = { exitCode: undefined }
  const result = await follow(handle, new GroupView(terminal), stopping)
  if (context.json) printJson(context, result)
  else printPairs(context, pairs(result))
  return stopping.exitCode
}

function pairs(estimate: RunEstimate): [string, string][] {
  const { runs, lines, sampled, failed, calls, tokens, cost, unknown, parts, spent } = estimate
  const tried = `${count(sampled)} tried${failed > 0 ? `, ${count(failed)} of them failed` : ""}`
  const whole = (n: number) => count(Math.round(n))
  const price = cost === null ? unknownPrice(unknown, parts) : ranged(cost, dollars)
  return [
    ["lines", `${count(lines)}${runs > 1 ? ` in ${many(runs, "run")}` : ""}, ${tried}`],
    ["calls", ranged(calls, whole)],
    ["tokens", ranged(tokens, whole)],
    ["cost", price],
    ...(parts.length > 1 ? parts.map(partPair) : []),
    ["sample", `${count(spent.tokens)} tokens${cost === null ? "" : `, ${dollars(spent.cost)}`}`],
    ["runs", estimate.samples.join(" ")],
  ]
}

function unknownPrice(unknown: readonly string[], parts: readonly EstimatedPart[]): string {
  const untried = parts.flatMap(({ problem, label }) => (problem ? [label] : []))
  const reasons = [
    unknown.length > 0 && `no price for ${unknown.join(", ")} (prices.yaml in Millrace's home can hold it)`,
    untried.length > 0 && `${[...new Set(untried)].join(", ")} could not be tried`,
  ]
  return `unknown: ${reasons.filter((reason) => reason).join("; ")}`
}

/** What one run of several comes to. */
function partPair({ label, evaluates, calls, tokens, cost, problem }: EstimatedPart): [string, string] {
  const name = evaluates === undefined ? label : `${label} of ${evaluates}`
  if (problem) return [name, `not known: ${problem.message}`]
  const price = cost === null ? "price unknown" : dollars(cost.amount)
  return [
    name,
    `${many(Math.round(calls.amount), "call")}, ${count(Math.round(tokens.amount))} tokens, ${price}`,
  ]
}

/** `41,300  between 36,000 and 47,000, 19 times in 20` */
function ranged({ amount, low, high }: EstimatedAmount, shown: (n: number) => string): string {
  if (low === high) return shown(amount)
  if (!Number.isFinite(high)) return `${shown(amount)}  from one line, which says nothing of others`
  return `${shown(amount)}  between ${shown(low)} and ${shown(high)}, 19 times in 20`
}
