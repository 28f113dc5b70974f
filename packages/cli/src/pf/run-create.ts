import type { RunInfo } from "@internal/sdk"
import { repr } from "@internal/value"
import { registerOptions, resumeFromOptions } from "../arguments/earlier-run.ts"
import { runOptions } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import type { Given } from "../given.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printJson } from "./json.ts"
import { logLine } from "./log-line.ts"
import { LogView } from "./log-view.ts"
import { PfFailure } from "./pf-failure.ts"
import { runJson } from "./run-json.ts"
import { refuseFailed, runSummary } from "./run-summary.ts"

const SUBMITTER = "promptflow._sdk._orchestrator.run_submitter"
const SOURCES = ["file", "flow", "source", "resumeFrom"] as const

/** `pf run create` */
export const runCreate: Action = async (given, context) => {
  const { terminal } = context
  const sources = SOURCES.filter((source) => given.has(source))
  if (sources.length > 1) {
    throw new PfFailure(
      "UserErrorException",
      "More than one is provided for exclusive options: [file, flow, source, resume-from]",
    )
  }
  const api = await context.millrace()
  const source = given.text("source")
  if (source !== undefined) {
    const registered = await api.runs.register(registerOptions(given, source))
    return ended(registered, given, context)
  }
  const stream = given.flag("stream")
  const warn = (text: string) => terminal.err(logLine("promptflow", "WARNING", text))
  const from = given.text("resumeFrom")
  const handle =
    from === undefined
      ? await api.runs.create(await runOptions(given, context, warn))
      : await api.runs.resumeFrom(resumeFromOptions(given, from))
  const stopping: Stopping = { exitCode: undefined }
  const run = await follow(handle, new LogView(terminal, { log: stream }), stopping)
  const folder = String(run.properties.output_path ?? run.output)
  terminal.err(
    logLine(
      SUBMITTER,
      "INFO",
      `Submitting run ${run.name}, log path: ${folder}/logs.txt`,
      new Date(run.createdOn),
    ),
  )
  const failed = run.counts.failed + run.counts.crashed
  if (run.status === "Failed") {
    const reason = (run.error?.message ?? "").replace(/^First error message is: /, "")
    terminal.err(
      logLine(
        SUBMITTER,
        "WARNING",
        `Run ${run.name} failed when executing in executor with exception ${reason}.`,
      ),
    )
  } else {
    const total = run.counts.total ?? failed + run.counts.done
    const nodes = failedAggregations(run)
    const sentences = [
      ...(failed > 0 ? [`${failed} out of ${total} runs failed in batch run.`] : []),
      ...(nodes.length > 0 ? [`aggregation nodes ${repr(nodes)} failed in batch run.`] : []),
    ]
    if (sentences.length > 0) {
      const text = `${sentences.join("\n")}\n Please check out ${folder} for more details.`
      terminal.err(logLine(SUBMITTER, "WARNING", text))
    }
  }
  ended(run, given, context)
  // asked to stop while its last lines ended, it has nothing left to do
  return run.status === "Completed" ? 0 : (stopping.exitCode ?? 0)
}

/** What stdout ends with: with `--stream` a summary, then the run. */
function ended(run: RunInfo, given: Given, context: Context): void {
  if (given.flag("stream")) {
    context.terminal.out(`${runSummary(run)}\n\n`)
    refuseFailed(run)
  }
  printJson(context, runJson(run))
}

function failedAggregations({ error }: RunInfo): string[] {
  const infos = (error?.additionalInfo ?? []).map(
    ({ info }) => info as { errors?: Record<string, unknown>[] },
  )
  const names = infos.flatMap((info) => info.errors ?? []).map((entry) => entry.aggregation_node_name)
  return names.filter((name) => typeof name === "string")
}
