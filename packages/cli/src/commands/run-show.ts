import type { RunInfo } from "@internal/sdk"
import { runName } from "../arguments/run-name.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { recordBlock } from "../failure.ts"
import { count, dollars, duration, many } from "../terminal/amount.ts"
import { printJson, printPairs, shown } from "./print.ts"

/** `run show` */
export const runShow: Action = async (given, context) => {
  const api = await context.millrace()
  const run = await api.runs.get(runName(given))
  if (context.json) printJson(context, run)
  else printRun(run, context)
}

/** A run for people: how it ended, of what it was made, where its results are. */
export function printRun(run: RunInfo, context: Context): void {
  const { terminal, cwd } = context
  const metrics = Object.entries(run.metrics).map(([name, value]) => `${name} ${shown(value)}`)
  const pairs: [string, string][] = [
    ["run", run.name],
    ["state", stateText(run, context)],
    ["lines", linesText(run)],
    ...optional("evaluates", run.run),
    [
      "flow",
      `${run.flowName}${run.properties.node_variant ? `  ${String(run.properties.node_variant)}` : ""}`,
    ],
    ...optional("data", run.data),
    ...optional("metrics", metrics.join("  ")),
    ...optional("tokens", run.usage.total_tokens > 0 ? count(run.usage.total_tokens) : null),
    ...optional("cost", costText(run.cost)),
    ["started", `${run.startedOn ?? run.createdOn}${took(run)}`],
    ...optional("about", run.description),
    ...optional(
      "tags",
      run.tags &&
        Object.entries(run.tags)
          .map(([k, v]) => `${k}=${v}`)
          .join(" "),
    ),
    ["results", run.output],
    ...optional("next", nextCommand(run)),
  ]
  printPairs(context, pairs)
  if (!run.error) return
  // What the original says before the error of a run that has no lines would only be in the way here.
  const message = run.error.message.replace(/^First error message is: /, "")
  terminal.err(recordBlock({ ...run.error, message }, { style: terminal.onErr, width: terminal.width, cwd }))
}

/** What goes on with a run that was cut off or stopped, where its error does not say so: a failed line's is another. */
function nextCommand({ name, state, error }: RunInfo): string | undefined {
  const command = `millrace run resume ${name}`
  const isOver = state !== "interrupted" && state !== "cancelled"
  return isOver || error?.millrace?.hint.includes(command) ? undefined : command
}

export function stateText(run: RunInfo, { terminal }: Context): string {
  const { good, bad, warn, accent } = terminal.onOut
  const { failed, crashed } = run.counts
  const amiss = [
    ...(failed > 0 ? [`${many(failed, "line")} failed`] : []),
    ...(crashed > 0 ? [`${many(crashed, "line")} crashed`] : []),
  ]
  if (run.state === "done") return amiss.length > 0 ? warn(["done", ...amiss].join(", ")) : good("done")
  return run.state === "running" ? accent("running") : bad(run.state)
}

/** `$0.12`; with models that nobody knows the price of, what is known is only a part. Null where no model was called. */
export function costText({ known, unknown, models }: RunInfo["cost"]): string | null {
  if (models.every(({ inputTokens, outputTokens }) => inputTokens + outputTokens === 0)) return null
  if (unknown.length === 0) return dollars(known)
  const part = known > 0 ? `more than ${dollars(known)}: ` : "unknown: "
  return `${part}no price for ${unknown.join(", ")}`
}

function linesText({ counts }: RunInfo): string {
  const others = (
    [
      ["failed", counts.failed],
      ["crashed", counts.crashed],
      ["cancelled", counts.cancelled],
    ] as const
  )
    .filter(([, n]) => n > 0)
    .map(([word, n]) => `, ${count(n)} ${word}`)
  const total = counts.total === null ? "" : ` of ${count(counts.total)}`
  return `${count(counts.done)}${total} done${others.join("")}`
}

function took({ startedOn, endedOn }: RunInfo): string {
  if (startedOn === null || endedOn === null) return ""
  return `, took ${duration(Date.parse(endedOn) - Date.parse(startedOn))}`
}

function optional(name: string, value: string | null | undefined): [string, string][] {
  return value ? [[name, value]] : []
}
