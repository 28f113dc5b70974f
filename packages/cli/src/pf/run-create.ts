import type { RunInfo } from "@internal/sdk"
import { repr } from "@internal/value"
import { runOptions } from "../arguments/run-options.ts"
import type { Action } from "../command.ts"
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
  const sources = SOURCES.filter((source) => given.has(source) && !(source === "flow" && given.has("file")))
  if (SOURCES.filter((source) => given.has(source)).length > 1) {
    throw new PfFailure(
      "UserErrorException",
      "More than one is provided for exclusive options: [file, flow, source, resume-from]",
    )
  }
  const [source] = sources
  if (source === "source" || source === "resumeFrom") {
    const flag = source === "source" ? "--source" : "--resume-from"
    throw new PfFailure(
      "UserErrorException",
      `${flag} is not known to this version; create the run with --flow and --data.`,
    )
  }
  const stream = given.flag("stream")
  const warn = (text: string) => terminal.err(logLine("promptflow", "WARNING", text))
  const options = await runOptions(given, context, warn)
  const api = await context.millrace()
  const handle = await api.runs.create(options)
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
  if (stream) {
    terminal.out(`${runSummary(run)}\n\n`)
    refuseFailed(run)
  }
  printJson(context, runJson(run))
  return stopping.exitCode ?? 0
}

function failedAggregations({ error }: RunInfo): string[] {
  const infos = (error?.additionalInfo ?? []).map(
    ({ info }) => info as { errors?: Record<string, unknown>[] },
  )
  const names = infos.flatMap((info) => info.errors ?? []).map((entry) => entry.aggregation_node_name)
  return names.filter((name) => typeof name === "string")
}
