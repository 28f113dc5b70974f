import type { MillraceApi, RunInfo } from "@internal/sdk"
import type { Action } from "../command.ts"
import { comparisonText } from "../commands/comparison-text.ts"
import { shown } from "../commands/print.ts"
import type { Context } from "../context.ts"
import { BatchView } from "../progress/batch-view.ts"
import { FlowView, totals } from "../progress/flow-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { duration, many } from "../terminal/amount.ts"
import { chooseModel, type DemoModel } from "./choose-model.ts"
import { otherModels } from "./other-models.ts"
import { unpackSample } from "./sample.ts"

const TIME_LIMIT_MS = 120_000
/** For evaluation, comparison and what the estimate misses. */
const RESERVE_MS = 15_000
const MOST_ROWS = 16
const FEWEST_ROWS = 4
const EVALUATION_MAPPING = { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" }

/** Ctrl-C in one of the steps. */
class Stopped extends Error {
  readonly exitCode: number
  constructor(exitCode: number) {
    super("stopped")
    this.exitCode = exitCode
  }
}

/** `demo`: test one line, run two variants over many rows, evaluate both, compare, say what to type next. */
export const demo: Action = async (given, context) => {
  const api = await context.millrace()
  const sample = await unpackSample(api.home)
  const model = await chooseModel(api, context, {
    connection: given.text("connection"),
    replay: given.flag("replay"),
    sample,
  })
  context.terminal.out(`${model.sentence}\n`)
  const started = performance.now()
  const tour = new Tour(context, api, sample, model)
  try {
    const lineMs = await tour.testOneLine()
    const rows = given.count("rows") ?? fitting(lineMs, performance.now() - started)
    const runs = await tour.runVariants(rows, lineMs)
    const evaluations = await tour.evaluate(runs)
    await tour.compare(runs, evaluations)
    await tour.whatNext(runs, evaluations, performance.now() - started)
    return 0
  } catch (error) {
    if (error instanceof Stopped) return error.exitCode
    throw error
  }
}

/** As many rows as two variants can do in the time that is left. */
function fitting(lineMs: number, spentMs: number): number {
  const rows = Math.floor((TIME_LIMIT_MS - RESERVE_MS - spentMs) / (2 * Math.max(1, lineMs)))
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, rows))
}

/** The steps, each with its heading. */
class Tour {
  readonly #context: Context
  readonly #api: MillraceApi
  readonly #sample: Awaited<ReturnType<typeof unpackSample>>
  readonly #model: DemoModel

  constructor(
    context: Context,
    api: MillraceApi,
    sample: Awaited<ReturnType<typeof unpackSample>>,
    model: DemoModel,
  ) {
    this.#context = context
    this.#api = api
    this.#sample = sample
    this.#model = model
  }

  /** Milliseconds that one line took. */
  async testOneLine(): Promise<number> {
    this.#heading("1  Test one line")
    const { terminal } = this.#context
    const handle = this.#api.flows.test({ flow: this.#sample.flow, output: false, ...this.#model.options })
    const result = await this.#follow(handle, new FlowView(terminal))
    terminal.err(`${totals(result.duration, result.usage.total_tokens)}\n`)
    if (result.error) throw new Error(result.error.message)
    terminal.out(`${shown(result.output)}\n`)
    return result.duration
  }

  /** One run per variant; the first is the base. */
  async runVariants(rows: number, lineMs: number): Promise<RunInfo[]> {
    const { node, variants } = await this.#variants()
    this.#heading(`2  Run ${many(variants.length, "variant")} of ${node} over ${many(rows, "row")}`)
    this.#say(
      `One line took ${duration(lineMs)}, so ${many(rows, "row")} were chosen to stay below two minutes (--rows n changes it).`,
    )
    const runs: RunInfo[] = []
    for (const variant of variants) {
      const options = {
        flow: this.#sample.flow,
        data: this.#sample.data,
        limit: rows,
        variant: `\${${node}.${variant}}`,
      }
      const handle = await this.#api.runs.create({ ...options, ...this.#model.options })
      runs.push(await this.#follow(handle, new BatchView(this.#context.terminal)))
    }
    return runs
  }

  async evaluate(runs: readonly RunInfo[]): Promise<RunInfo[]> {
    this.#heading("3  Evaluate both")
    const evaluations: RunInfo[] = []
    for (const run of runs) {
      const options = {
        flow: this.#sample.evaluation,
        data: this.#sample.data,
        run: run.name,
        columnMapping: EVALUATION_MAPPING,
      }
      const handle = await this.#api.runs.create({ ...options, limit: run.counts.total ?? undefined })
      const evaluation = await this.#follow(handle, new BatchView(this.#context.terminal))
      const metrics = Object.entries(evaluation.metrics).map(([name, value]) => `${name} ${shown(value)}`)
      this.#context.terminal.out(`${run.name}: ${metrics.join("  ")}\n`)
      evaluations.push(evaluation)
    }
    return evaluations
  }

  async compare(runs: readonly RunInfo[], evaluations: readonly RunInfo[]): Promise<void> {
    this.#heading("4  Compare")
    const names = (of: readonly RunInfo[]) => of.map((run) => run.name)
    const result = await this.#api.runs.compare({
      runs: names(runs),
      evaluations: names(evaluations),
      timeBox: 10,
    })
    this.#context.terminal.out(comparisonText(result, this.#context.terminal))
  }

  async whatNext(runs: readonly RunInfo[], evaluations: readonly RunInfo[], spentMs: number): Promise<void> {
    this.#heading("5  Where it is, and what to type next")
    const { out } = this.#context.terminal
    const [base, other] = runs
    out(`The demo took ${duration(spentMs)}. ${this.#model.honesty}\n\n`)
    out(`The flow:     ${this.#sample.flow}\n`)
    for (const run of [...runs, ...evaluations]) out(`The results:  ${run.output}\n`)
    out("\n")
    const lines: [string, string][] = [
      [`millrace run show-details --name ${other?.name ?? base?.name}`, "every row with what was answered"],
      [`millrace run compare ${runs.map((r) => r.name).join(" ")}`, "this comparison again"],
      ["millrace flow test --flow path/to/your/flow", "a flow of yours"],
      ["millrace run create --flow path/to/your/flow --data rows.jsonl", "over many rows"],
      ["millrace connection create --file openai.yaml", "a model of yours, with its key"],
    ]
    const width = Math.max(...lines.map(([line]) => line.length))
    for (const [line, text] of lines)
      out(`  ${line.padEnd(width)}  ${this.#context.terminal.onOut.faint(text)}\n`)
    for (const sentence of await otherModels(this.#context.env)) out(`\n${sentence}\n`)
  }

  async #variants(): Promise<{ node: string; variants: string[] }> {
    const { nodes } = await this.#api.flows.describe({ flow: this.#sample.flow })
    const node = nodes.find((n) => n.variants.length > 1)
    if (node === undefined) throw new Error("the sample has no node with variants")
    return { node: node.name, variants: node.variants.slice(0, 2) }
  }

  async #follow<Result>(...args: Parameters<typeof follow<Result>>): Promise<Result> {
    const stopping: Stopping = { exitCode: undefined }
    const result = await follow(args[0], args[1], stopping)
    if (stopping.exitCode !== undefined) throw new Stopped(stopping.exitCode)
    return result
  }

  #heading(text: string): void {
    this.#context.terminal.out(`\n${this.#context.terminal.onOut.strong(text)}\n`)
  }

  #say(text: string): void {
    this.#context.terminal.out(`${text}\n`)
  }
}
