import { MillraceError } from "@internal/schema"
import type { ComparedRun, RowScores } from "@internal/stats"
import type { LineRecord, RunRecord } from "@internal/store"
import { metricNumber, toPlain, type Value } from "@internal/value"
import type { Context } from "../context.ts"

/** A run that is compared, with what it is compared by. */
export interface Subject {
  run: RunRecord
  /** The runs whose aggregation gives the metrics: the evaluations, or the run itself. */
  evaluations: RunRecord[]
  lines: ReadonlyMap<number, LineRecord>
  /** All that the evaluations logged, numbers or not, with the flow that did. */
  logged: Map<string, { value: Value; flow: string }>
  compared: ComparedRun
}

/** The newest evaluation of each flow counts; a run without any is compared by its own metrics. */
export async function subjectOf(
  context: Context,
  run: RunRecord,
  named: string[] | undefined,
): Promise<Omit<Subject, "compared"> & { compared: Omit<ComparedRun, "arm"> }> {
  const store = await context.store()
  const done = (await store.runs.list({ run: run.name, archived: "include", limit: 100 })).filter(
    ({ state }) => state === "done",
  )
  const over = done.filter(({ name }) => named === undefined || named.includes(name))
  if (named !== undefined && over.length === 0)
    throw new MillraceError(
      "USAGE",
      { reason: `None of ${named.join(", ")} is a completed evaluation of ${run.name}.` },
      { hint: done.length > 0 ? `There are ${done.map(({ name }) => name).join(", ")}.` : "There are none." },
    )
  const evaluations = over.filter((e, i) => over.findIndex((other) => other.flowPath === e.flowPath) === i)
  const sources = evaluations.length > 0 ? evaluations : [run]
  const own = await allLines(context, run.name)
  const columns = new Map<number, Record<string, unknown>>()
  const metrics: Record<string, number> = {}
  const logged: Subject["logged"] = new Map()
  const broken = new Set<number>()
  for (const source of sources) {
    for (const [name, value] of Object.entries(source.summary.metrics)) {
      if (logged.has(name)) continue // by a newer evaluation of another flow
      logged.set(name, { value: value.value, flow: source.flowPath })
      const number = metricNumber(value.value)
      if (number !== undefined && Number.isFinite(number)) metrics[name] = number
    }
    for (const line of source === run ? own : await allLines(context, source.name)) {
      if (line.status !== "done") broken.add(line.line)
      const outputs = line.outputs ? (toPlain(line.outputs.value) as Record<string, unknown>) : {}
      columns.set(line.line, { ...outputs, ...columns.get(line.line) })
    }
  }
  const rows = own.map(
    (line): RowScores => ({
      key: line.line,
      failed: line.status !== "done" || broken.has(line.line) || !columns.has(line.line),
      columns: columns.get(line.line) ?? {},
    }),
  )
  const lines = new Map(own.map((line) => [line.line, line]))
  return { run, evaluations: sources, lines, logged, compared: { name: run.name, rows, metrics } }
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
