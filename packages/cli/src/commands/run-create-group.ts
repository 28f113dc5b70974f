import { MillraceError } from "@internal/schema"
import type { RunGroup, RunInfo } from "@internal/sdk"
import { evaluateGroupOptions, groupOptions, makesGroup } from "../arguments/group-options.ts"
import { runOptions } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { GroupView } from "../progress/group-view.ts"
import { conditionGates, maxFailedGate, passGates, readConditions } from "../report/gate.ts"
import { writeReports } from "../report/write-report.ts"
import { count, figure, many } from "../terminal/amount.ts"
import { printJson, printTable } from "./print.ts"
import { costText, stateText } from "./run-show.ts"

/** Metrics of the table; some evaluations log dozens. */
const METRICS_SHOWN = 4

/** `run create` with `--variants`, `--grid`, `--repeat`, `--evaluate` or `--group`: many runs, one screen, one table. */
export const runCreateGroup: Action = async (given, context) => {
  const { terminal } = context
  const conditions = readConditions(given.list("failOn"))
  const api = await context.millrace()
  const options = await runOptions(given, context, (text) => terminal.err(`warning: ${text}\n`))
  const group = given.text("group")
  if (group !== undefined && makesGroup(given)) {
    const reason =
      "--group evaluates a group that is there, --variants, --grid, --repeat and --evaluate make one."
    throw new MillraceError("USAGE", { reason }, { hint: "A new group is called by --name." })
  }
  const handle =
    group === undefined
      ? await api.runs.createMany(groupOptions(given, options))
      : await api.runs.evaluateGroup(evaluateGroupOptions(group, options))
  const stopping: Stopping = { exitCode: undefined }
  const result = await follow(handle, new GroupView(terminal), stopping)
  if (context.json) printJson(context, result)
  else printGroup(result, context)
  if (stopping.exitCode !== undefined) {
    terminal.err(group === undefined ? groupStopped(result.group) : STOPPED)
    return stopping.exitCode
  }
  const made = [...result.runs, ...result.evaluations]
  const gates = made.flatMap((run) => [
    ...(hasMetrics(run, result) ? conditionGates(conditions, run.metrics, `${run.name}: `) : []),
    ...maxFailedGate(given.text("maxFailed"), failures(run)).map((gate) => ({
      ...gate,
      message: `${run.name}: ${gate.message}`,
    })),
  ])
  if (conditions.length > 0 && !made.some((run) => hasMetrics(run, result)))
    throw new MillraceError("USAGE", { reason: "--fail-on needs metrics, and no run of the group has any." })
  if (given.has("junit") || given.has("report"))
    writeReports(given, context, { suite: result.group, cases: made.map(caseOf), gates, json: { ...result } })
  if (!isGroupDone(result)) return 1
  passGates(gates)
  if (!context.json && group === undefined && new Set(result.runs.map(variantOf)).size > 1)
    terminal.err(`${terminal.onErr.faint(`Next: millrace run compare --group ${result.group}`)}\n`)
  return 0
}

const STOPPED =
  "Stopped; what was done is kept. millrace run resume NAME goes on with a run that was cut off.\n"

export function groupStopped(group: string): string {
  return `Stopped; what was done is kept. millrace run resume ${group} goes on with it.\n`
}

export function isGroupDone({ runs, evaluations, refused }: RunGroup): boolean {
  return refused.length === 0 && [...runs, ...evaluations].every((run) => run.state === "done")
}

/** A table of the runs with what their evaluations say. */
export function printGroup({ group, runs, evaluations, refused }: RunGroup, context: Context): void {
  const all = [...new Set([...runs, ...evaluations].flatMap((run) => Object.keys(run.metrics)))]
  const metrics = all.slice(0, METRICS_SHOWN)
  const hasCrashed = runs.some((run) => run.counts.crashed > 0)
  const rows = runs.map((run) => {
    const scores = evaluations.find((evaluation) => evaluation.run === run.name)
    const values = { ...run.metrics, ...scores?.metrics }
    return [
      run.name,
      stateText(run, context),
      count(run.counts.done),
      count(run.counts.failed),
      ...(hasCrashed ? [count(run.counts.crashed)] : []),
      count(run.usage.total_tokens),
      costText(run.cost) ?? "",
      ...metrics.map((metric) => (values[metric] === undefined ? "" : figure(Number(values[metric])))),
    ]
  })
  printTable(
    context,
    [
      { title: group },
      { title: "state", shrinks: false },
      ...["done", "failed", ...(hasCrashed ? ["crashed"] : []), "tokens", "cost", ...metrics].map(
        (title) => ({
          title,
          right: true,
        }),
      ),
    ],
    rows,
  )
  const { terminal } = context
  const more = all.length - metrics.length
  if (more > 0)
    terminal.err(`${terminal.onErr.faint(`and ${many(more, "more metric")}: millrace run show-metrics`)}\n`)
  for (const { name, message } of refused) terminal.err(`${terminal.onErr.bad("✗")} ${name}: ${message}\n`)
}

/** Whether the run logs metrics, or should have: an evaluation that has none, since all its lines failed, shuts its gates. */
function hasMetrics(run: RunInfo, { runs, evaluations }: RunGroup): boolean {
  const logs = (one: RunInfo): boolean => Object.keys(one.metrics).length > 0
  return logs(run) || evaluations.includes(run) || (evaluations.length === 0 && runs.some(logs))
}

function variantOf({ properties }: RunInfo): unknown {
  return properties.group_variant
}

function failures({ counts }: RunInfo): { failed: number; ended: number } {
  const failed = counts.failed + counts.crashed
  return { failed, ended: failed + counts.done }
}

function caseOf(run: RunInfo) {
  const seconds =
    run.startedOn !== null && run.endedOn !== null
      ? (Date.parse(run.endedOn) - Date.parse(run.startedOn)) / 1000
      : 0
  const failure = run.state === "done" ? undefined : { message: run.error?.message ?? run.state }
  return { group: run.flowName, name: run.name, seconds, ...(failure && { failure }) }
}
