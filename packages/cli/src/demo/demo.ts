import type { Action } from "../command.ts"
import { printJson } from "../commands/print.ts"
import type { Context } from "../context.ts"
import { chooseModel } from "./choose-model.ts"
import { unpackSample } from "./sample.ts"
import { Stopped, Tour } from "./tour.ts"

const TIME_LIMIT_MS = 120_000
/** For evaluation, comparison, and a machine that gets slower. */
const RESERVE_MS = 20_000
const MOST_ROWS = 16
const FEWEST_ROWS = 4

/** `demo`: test one line, run two variants over many rows, evaluate both, compare, say what to type next. */
export const demo: Action = async (given, outer) => {
  const context = outer.json ? toldOnErr(outer) : outer
  const api = await context.millrace()
  const sample = await unpackSample(api.home)
  const wish = { connection: given.text("connection"), replay: given.flag("replay"), sample }
  const model = await chooseModel(api, context, wish)
  context.terminal.out(`${model.sentence}\n`)
  const started = performance.now()
  const tour = new Tour(context, api, sample, model)
  try {
    const lineMs = await tour.testOneLine()
    const rows = given.count("rows") ?? fitting(lineMs, performance.now() - started)
    const runs = await tour.runVariants(rows, given.has("rows") ? undefined : lineMs)
    const evaluations = await tour.evaluate(runs)
    const comparison = await tour.compare(runs, evaluations)
    await tour.whatNext(runs, evaluations, performance.now() - started)
    if (outer.json) printJson(outer, { runs, evaluations, comparison })
    return 0
  } catch (error) {
    if (error instanceof Stopped) return error.exitCode
    throw error
  }
}

/** The same, with all that is told to people on stderr: stdout is for the results. */
function toldOnErr(context: Context): Context {
  const { terminal } = context
  const { err, onErr, errIsTerminal, inIsTerminal, width } = terminal
  const told = { out: err, err, outIsTerminal: errIsTerminal, errIsTerminal, inIsTerminal, width }
  return { ...context, terminal: { ...told, onOut: onErr, onErr } }
}

/** As many rows as two variants can do in the time that is left. */
function fitting(lineMs: number, spentMs: number): number {
  const rows = Math.floor((TIME_LIMIT_MS - RESERVE_MS - spentMs) / (2 * Math.max(1, lineMs)))
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, rows))
}
