import { MillraceError } from "@internal/schema"
import { type ComparedRun, compare, type RecomputeMetrics, type RowScores } from "@internal/stats"
import type { LineRecord, RunRecord } from "@internal/store"
import { toPlain } from "@internal/value"
import type { CompareOptions, RunComparison } from "../api/runs.ts"
import type { Context } from "../context.ts"
import { metricsOnRows } from "./metrics-on-rows.ts"
import { runInfo } from "./run-info.ts"

/**
 * Compares runs by their evaluations (or by their own metrics when they are evaluations themselves): rows are lined up by
 * line number, intervals and tests are paired (issue part 9).
 */
export async function compareRuns(context: Context, options: CompareOptions): Promise<RunComparison> {
  if (options.runs.length < 2) {
    throw new MillraceError("USAGE", { reason: "Comparing needs at least two runs." })
  }
  const store = await context.store()
  const runs = await Promise.all(options.runs.map((name) => store.runs.get(name)))
  const subjects = await Promise.all(runs.map((run) => subjectOf(context, run, options.evaluations)))
  await using recompute = await metricsOnRows(context, subjects)
  const comparison = await compare(
    subjects.map((subject) => subject.compared),
    {
      ...(options.metrics && { metrics: options.metrics.map((name) => ({ name })) }),
      ...(options.score && { metrics: [{ name: options.score, column: options.score }] }),
      ...(recompute && { recompute: recompute.metrics as RecomputeMetrics }),
      failed: options.failed ?? "wrong",
      budgetMs: (options.timeBox ?? 10) * 1000,
    },
  )
  return {
    runs: runs.map((run) => runInfo(run, null)),
    cost: subjects.map(({ compared, seconds, tokens }) => ({
      run: compared.name,
      tokensPerLine: tokens,
      secondsPerLine: seconds,
    })),
    comparison,
  }
}

export interface Subject {
  run: RunRecord
  /** The run whose aggregation gives the metrics: the evaluation, or the run itself. */
  evaluations: RunRecord[]
  compared: ComparedRun
  seconds: number
  tokens: number
}

async function subjectOf(context: Context, run: RunRecord, named: string[] | undefined): Promise<Subject> {
  const store = await context.store()
  const over = (await store.runs.list({ run: run.name, archived: "include", limit: 100 })).filter(
    (evaluation) => evaluation.state === "done" && (named === undefined || named.includes(evaluation.name)),
  )
  // The newest evaluation of each flow counts; an evaluation run given itself is compared by its own metrics.
  const evaluations = over.filter((e, i) => over.findIndex((other) => other.flowPath === e.flowPath) === i)
  const sources = evaluations.length > 0 ? evaluations : [run]
  const own = await allLines(context, run.name)
  const columns = new Map<number, Record<string, unknown>>()
  const metrics: Record<string, number> = {}
  const broken = new Set<number>()
  for (const source of sources) {
    for (const [name, value] of Object.entries(source.summary.metrics)) {
      const number = Number(value.value)
      if (Number.isFinite(number)) metrics[name] = number
    }
    for (const line of source === run ? own : await allLines(context, source.name)) {
      if (line.status !== "done") broken.add(line.line)
      const outputs = line.outputs ? (toPlain(line.outputs.value) as Record<string, unknown>) : {}
      columns.set(line.line, { ...columns.get(line.line), ...outputs })
    }
  }
  const rows = own.map(
    (line): RowScores => ({
      key: line.line,
      failed: line.status !== "done" || broken.has(line.line) || !columns.has(line.line),
      columns: columns.get(line.line) ?? {},
    }),
  )
  return { run, evaluations: sources, compared: { name: run.name, rows, metrics }, ...cost(own) }
}

async function allLines(context: Context, name: string): Promise<LineRecord[]> {
  const store = await context.store()
  const lines: LineRecord[] = []
  for (let after = -1; ; ) {
    const page = await store.runs.lines(name, { after, limit: 500 })
    lines.push(...page)
    const last = page.at(-1)
    if (!last || page.length < 500) return lines
    after = last.line
  }
}

function cost(lines: LineRecord[]): { seconds: number; tokens: number } {
  if (lines.length === 0) return { seconds: 0, tokens: 0 }
  const durations = lines.map((line) => line.duration).sort((a, b) => a - b)
  const middle = durations.length >> 1
  const median =
    durations.length % 2 === 1
      ? (durations[middle] as number)
      : ((durations[middle - 1] as number) + (durations[middle] as number)) / 2
  return {
    seconds: median / 1000,
    tokens: lines.reduce((sum, line) => sum + line.usage.total_tokens, 0) / lines.length,
  }
}
