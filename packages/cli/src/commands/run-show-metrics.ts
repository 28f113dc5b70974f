import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import { printJson, printPairs, shown } from "./print.ts"

/** `run show-metrics` */
export const runShowMetrics: Action = async (given, context) => {
  const name = runName(given)
  const api = await context.millrace()
  const metrics = await api.runs.metrics(name)
  if (context.json) return printJson(context, metrics)
  const pairs = Object.entries(metrics).map(([metric, value]): [string, string] => [metric, shown(value)])
  if (pairs.length > 0) printPairs(context, pairs)
  else context.terminal.err(`Run ${name} logged no metrics; only flows with an aggregation node do.\n`)
}
