import { MillraceError } from "@internal/schema"
import type { MillraceApi, RunInfo } from "@internal/sdk"
import { registerOptions, resumeFromOptions } from "../arguments/earlier-run.ts"
import { makesGroup } from "../arguments/group-options.ts"
import { runOptions } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { BatchView } from "../progress/batch-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { conditionGates, maxFailedGate, passGates, readConditions } from "../report/gate.ts"
import type { TestCase } from "../report/junit.ts"
import { writeReports } from "../report/write-report.ts"
import { printJson } from "./print.ts"
import { printRun } from "./run-show.ts"

/** `run create`: progress on stderr, the run on stdout; gates and reports for pipelines. */
export const runCreate: Action = async (given, context) => {
  const { terminal } = context
  const conditions = readConditions(given.list("failOn"))
  maxFailedGate(given.text("maxFailed"), { failed: 0, ended: 0 })
  if (given.flag("detach")) return (await import("./run-detached.ts")).runDetached(given, context)
  if (given.has("estimate")) return (await import("./run-estimate.ts")).runEstimate(given, context)
  if (makesGroup(given) || given.has("group"))
    return (await import("./run-create-group.ts")).runCreateGroup(given, context)
  const source = onlySource(given)
  const api = await context.millrace()
  const from = given.text("resumeFrom")
  if (source === "source") {
    const registered = await api.runs.register(registerOptions(given, given.required("source")))
    return context.json ? printJson(context, registered) : printRun(registered, context)
  }
  const warn = (text: string) => terminal.err(`warning: ${text}\n`)
  const handle =
    from === undefined
      ? await api.runs.create(await runOptions(given, context, warn))
      : await api.runs.resumeFrom(resumeFromOptions(given, from))
  const stopping: Stopping = { exitCode: undefined }
  const run = await follow(handle, new BatchView(terminal, { everyLine: given.flag("stream") }), stopping)
  if (context.json) printJson(context, run)
  else printRun(run, context)
  if (stopping.exitCode !== undefined && run.state !== "done") {
    terminal.err(`Stopped; what was done is kept. millrace run resume ${run.name} goes on with it.\n`)
    return stopping.exitCode
  }
  const gates = [
    ...conditionGates(conditions, run.metrics),
    ...maxFailedGate(given.text("maxFailed"), failures(run)),
  ]
  const wanted = given.has("junit") || given.has("report")
  if (wanted) await report(run, gates, { api, given, context })
  if (run.state !== "done") return 1
  passGates(gates)
  if (!context.json) hint(run, context)
  return 0
}

/** What the run is made of; a flow may stand beside a run file, whose flow it replaces. */
function onlySource(given: Given): string | undefined {
  const sources = ["file", "flow", "source", "resumeFrom"].filter((key) => given.has(key))
  const [first] = sources
  if (sources.length > 1 && !(sources.length === 2 && given.has("file") && given.has("flow"))) {
    const reason = "A run is made of one thing: --flow, --file, --source or --resume-from."
    throw new MillraceError("USAGE", { reason }, { hint: "Leave out all but one of them." })
  }
  return first
}

function failures({ counts }: RunInfo): { failed: number; ended: number } {
  const failed = counts.failed + counts.crashed
  return { failed, ended: failed + counts.done }
}

async function report(
  run: RunInfo,
  gates: ReturnType<typeof conditionGates>,
  { api, given, context }: { api: MillraceApi; given: Given; context: Context },
): Promise<void> {
  const { lines } = await api.runs.details(run.name, { limit: Number.MAX_SAFE_INTEGER })
  const cases = lines.map(({ line, status, error, duration }): TestCase => {
    const failure =
      status === "done" || status === "Completed" ? undefined : { message: error?.message ?? status }
    return {
      group: run.flowName,
      name: `line ${line}`,
      seconds: duration / 1000,
      ...(failure && { failure }),
    }
  })
  writeReports(given, context, { suite: run.name, cases, gates, json: { run, lines } })
}

function hint(run: RunInfo, { terminal }: Context): void {
  const next = run.run ? `millrace run show-metrics ${run.name}` : `millrace run show-details ${run.name}`
  terminal.err(`${terminal.onErr.faint(`Next: ${next}`)}\n`)
}
