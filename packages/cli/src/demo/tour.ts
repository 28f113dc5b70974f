import { type ErrorRecord, MillraceError } from "@internal/schema"
import type { Handle, MillraceApi, RunComparison, RunInfo, RunOptions } from "@internal/sdk"
import { comparisonText } from "../commands/comparison-text.ts"
import { shown } from "../commands/print.ts"
import type { Context } from "../context.ts"
import { BatchView } from "../progress/batch-view.ts"
import { FlowView, totals } from "../progress/flow-view.ts"
import { follow, type Stopping, type View } from "../progress/follow.ts"
import { duration, figure, many } from "../terminal/amount.ts"
import { table } from "../terminal/table.ts"
import type { DemoModel } from "./choose-model.ts"
import { classTable, overallMetrics } from "./class-table.ts"
import { otherModels } from "./other-models.ts"
import type { Sample } from "./sample.ts"

/** A first line that takes longer has also loaded the model. */
const FIRST_LINE_MS = 2_000
const COMPARE_SECONDS = 10
/** Without it every row would get the default address: as in the original, a default goes before a column of that name. */
const MAPPING = { url: "${data.url}" }
const EVALUATION_MAPPING = { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" }
const SILENT: View = { on: () => undefined, say: () => undefined, end: () => undefined }

/** Ctrl-C in one of the steps. */
export class Stopped extends Error {
  override readonly name = "Stopped"
  readonly exitCode: number

  constructor(exitCode: number) {
    super("stopped")
    this.exitCode = exitCode
  }
}

/** The steps of the demo, each with its heading, over nothing but the SDK. */
export class Tour {
  readonly #context: Context
  readonly #api: MillraceApi
  readonly #sample: Sample
  readonly #model: DemoModel

  constructor(context: Context, api: MillraceApi, sample: Sample, model: DemoModel) {
    this.#context = context
    this.#api = api
    this.#sample = sample
    this.#model = model
  }

  /** Milliseconds that one line takes once the model is loaded. */
  async testOneLine(): Promise<number> {
    this.#heading("1  Test one line")
    const { out, err } = this.#context.terminal
    const { flow } = this.#sample
    // an answer that was kept would say nothing of the time that one takes
    const options = { flow, output: false, cache: "off", ...this.#model.options } as const
    const result = await this.#follow(this.#api.flows.test(options), new FlowView(this.#context.terminal))
    if (result.error) throw ofRecord(result.error)
    err(`${totals(result.duration, result.usage.total_tokens)}\n`)
    out(`${shown(result.output)}\n`)
    if (result.duration < FIRST_LINE_MS) return result.duration
    return (await this.#follow(this.#api.flows.test(options), SILENT)).duration
  }

  /** One run per variant; the first is the base. `lineMs`: why so many rows. */
  async runVariants(rows: number, lineMs: number | undefined): Promise<RunInfo[]> {
    const { nodes } = await this.#api.flows.describe({ flow: this.#sample.flow })
    const node = nodes.find((n) => n.variants.length > 1)
    const variants = node?.variants.slice(0, 2) ?? []
    this.#heading(`2  Run ${many(variants.length, "variant")} of ${node?.name} over ${many(rows, "row")}`)
    if (lineMs !== undefined) {
      const why = `A line takes ${duration(lineMs)} on this machine; ${many(rows, "row")} fit into two minutes.`
      this.#context.terminal.out(`${why} --rows n takes others.\n`)
    }
    const prefix = await this.#freePrefix()
    const runs: RunInfo[] = []
    for (const variant of variants) {
      const { flow, data } = this.#sample
      const { options, concurrency } = this.#model
      const of = { flow, data, limit: rows, columnMapping: MAPPING, concurrency, ...options }
      runs.push(
        await this.#run({ ...of, name: `${prefix}_${variant}`, variant: `\${${node?.name}.${variant}}` }),
      )
    }
    return runs
  }

  async evaluate(runs: readonly RunInfo[]): Promise<RunInfo[]> {
    this.#heading("3  Evaluate both")
    const evaluations: RunInfo[] = []
    for (const run of runs) {
      const of = { flow: this.#sample.evaluation, data: this.#sample.data, run: run.name }
      const limit = run.counts.total ?? undefined
      evaluations.push(
        await this.#run({ ...of, limit, name: `${run.name}_scores`, columnMapping: EVALUATION_MAPPING }),
      )
    }
    const names = overallMetrics(evaluations[0]?.metrics ?? {})
    const rows = evaluations.map((e, i) => [
      runs[i]?.name ?? "",
      ...names.map((name) => figure(Number(e.metrics[name]))),
    ])
    const columns = [{ title: "" }, ...names.map((title) => ({ title, right: true }))]
    const { out, onOut } = this.#context.terminal
    const show = ([titles = "", ...lines]: string[]) => out(`${[onOut.faint(titles), ...lines].join("\n")}\n`)
    show(table(columns, rows, 0))
    const perClass = classTable(evaluations.map((e) => e.metrics))
    if (perClass.length > 0) {
      out(`\nEach class, ${namesOf(runs).join(" → ")} where they differ:\n`)
      show(perClass)
    }
    return evaluations
  }

  async compare(runs: readonly RunInfo[], evaluations: readonly RunInfo[]): Promise<RunComparison> {
    this.#heading("4  Compare")
    const options = { runs: namesOf(runs), evaluations: namesOf(evaluations), timeBox: COMPARE_SECONDS }
    const result = await this.#api.runs.compare(options)
    const overall = overallMetrics(evaluations[0]?.metrics ?? {})
    const metrics = result.comparison.metrics.filter(({ metric }) => overall.includes(metric))
    const comparison = { ...result.comparison, metrics }
    // How fast recorded answers are read says nothing about a variant.
    const replayed = this.#model.options.replay !== undefined
    const cost = replayed ? result.cost.map((c) => ({ ...c, secondsPerLine: 0 })) : result.cost
    this.#context.terminal.out(comparisonText({ ...result, cost, comparison }, this.#context.terminal))
    return result
  }

  async whatNext(runs: readonly RunInfo[], evaluations: readonly RunInfo[], spentMs: number): Promise<void> {
    this.#heading("5  Where it is, and what to type next")
    const { out, onOut } = this.#context.terminal
    out(`This took ${duration(spentMs)}. ${this.#model.honesty}\n\n`)
    out(`The flow     ${this.#sample.flow}\n`)
    for (const run of [...runs, ...evaluations]) out(`The results  ${run.output}\n`)
    const lines: [string, string][] = [
      [`millrace run show-details ${runs.at(-1)?.name}`, "every row with what was answered"],
      [`millrace run compare ${namesOf(runs).join(" ")}`, "this comparison, each class included"],
      ["millrace flow test --flow path/to/your/flow", "a flow of yours"],
      ["millrace run create --flow path/to/your/flow --data rows.jsonl", "over many rows"],
      ["millrace connection create --file openai.yaml", "a model of yours, with its key"],
    ]
    const width = Math.max(...lines.map(([line]) => line.length))
    out("\n")
    for (const [line, text] of lines) out(`  ${line.padEnd(width)}  ${onOut.faint(text)}\n`)
    for (const sentence of await otherModels(this.#context.env)) out(`\n${sentence}\n`)
  }

  async #run(options: RunOptions): Promise<RunInfo> {
    const handle = await this.#api.runs.create(options)
    const run = await this.#follow(handle, new BatchView(this.#context.terminal))
    if (run.state !== "done")
      throw run.error ? ofRecord(run.error) : new MillraceError("INTERNAL", { detail: run.state })
    return run
  }

  /** `demo1`, `demo2`, …: short names, since they are typed. */
  async #freePrefix(): Promise<string> {
    const runs = await this.#api.runs.list({ limit: Number.MAX_SAFE_INTEGER, archived: "include" })
    const taken = runs.map((run) => Number(/^demo(\d+)_/.exec(run.name)?.[1] ?? 0))
    return `demo${Math.max(0, ...taken) + 1}`
  }

  async #follow<Result>(handle: Handle<Result>, view: View): Promise<Result> {
    const stopping: Stopping = { exitCode: undefined }
    const result = await follow(handle, view, stopping)
    if (stopping.exitCode !== undefined) throw new Stopped(stopping.exitCode)
    return result
  }

  #heading(text: string): void {
    this.#context.terminal.out(`\n${this.#context.terminal.onOut.strong(text)}\n`)
  }
}

function namesOf(runs: readonly RunInfo[]): string[] {
  return runs.map((run) => run.name)
}

function ofRecord({ message, millrace }: ErrorRecord): MillraceError {
  return new MillraceError(
    millrace?.code ?? "INTERNAL",
    {},
    { message, ...(millrace && { hint: millrace.hint }) },
  )
}
