import { errorRecord, MillraceError, toMillraceError } from "@internal/schema"
import type { Progress, TestExperimentOptions } from "@internal/sdk"
import { present } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import type { Action } from "../command.ts"
import { startDetached } from "../commands/start-detached.ts"
import type { Context } from "../context.ts"
import { follow, type Stopping, type View } from "../progress/follow.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { exceptionType } from "./exception-type.ts"
import { printJson } from "./json.ts"
import { logLine } from "./log-line.ts"
import { LogView } from "./log-view.ts"
import { maxResults } from "./max-results.ts"
import { PfFailure } from "./pf-failure.ts"

const DEFAULT_LIMIT = 50

/** `pf experiment create` */
export const experimentCreate: Action = async (given, context) => {
  const api = await context.millrace()
  const { json } = await api.experiments.create(
    present({ template: given.required("template"), name: given.text("name") }),
  )
  printJson(context, json)
}

/** `pf experiment list` */
export const experimentList: Action = async (given, context) => {
  const api = await context.millrace()
  if (given.flag("archivedOnly") && given.flag("includeArchived"))
    throw new PfFailure("Exception", "Cannot provide both archived-only and include-archived.")
  const archived = given.flag("archivedOnly") ? "only" : given.flag("includeArchived") ? "include" : undefined
  const limit = maxResults(given, DEFAULT_LIMIT)
  const found = await api.experiments.list({ limit, ...(archived && { archived }) })
  printJson(
    context,
    found.map(({ json }) => json),
  )
}

/** `pf experiment show` */
export const experimentShow: Action = async (given, context) => {
  const api = await context.millrace()
  const name = given.text("name")
  if (name === undefined) throw new MillraceError("EXPERIMENT_NOT_FOUND", { name: "None" })
  printJson(context, (await api.experiments.get(name)).json)
}

/** `pf experiment start`: nodes that failed do not change the exit code. */
export const experimentStart: Action = async (given, context) => {
  const api = await context.millrace()
  const which = present({ name: given.text("name"), template: given.text("template") })
  const inputs = readInputs(given.list("inputs"), context.cwd)
  if (!given.flag("stream")) {
    const queued = await api.experiments.queue(which)
    const values = given.list("inputs")
    startDetached(
      ["experiment", "start", "--name", queued.name, "--stream", ...(values ? ["--inputs", ...values] : [])],
      context,
    )
    return printJson(context, queued.json)
  }
  const handle = await api.experiments.start(present({ ...which, inputs }))
  const stopping: Stopping = { exitCode: undefined }
  const { json } = await follow(handle, new NodesView(context.terminal), stopping)
  printJson(context, new Map([...json].filter(([key]) => key !== "last_end_time"))) // not yet known to the original
  return stopping.exitCode ?? 0
}

/** `pf experiment stop` */
export const experimentStop: Action = async (given, context) => {
  const api = await context.millrace()
  await api.experiments.stop(present({ name: given.text("name"), template: given.text("file") }))
}

/** `pf experiment test` */
export const experimentTest: Action = async (given, context) => {
  const inputs = readInputs(given.list("inputs"), context.cwd)
  return testInExperiment(present({ template: given.required("template"), inputs }), context)
}

/** Also `pf flow test --experiment`, which begins with one of its flows. */
export async function testInExperiment(options: TestExperimentOptions, context: Context): Promise<number> {
  const api = await context.millrace()
  const stopping: Stopping = { exitCode: undefined }
  const handle = api.experiments.test(options)
  const { outputs } = await follow(handle, new LogView(context.terminal), stopping).catch(asTestFailure)
  printJson(context, outputs)
  return stopping.exitCode ?? 0
}

/** A node that fails is reported as a test of its flow is. */
function asTestFailure(thrown: unknown): never {
  const error = toMillraceError(thrown)
  if (error.code !== "EXPERIMENT_NODE_FAILED") throw thrown
  throw new PfFailure("UserErrorException", `${exceptionType(errorRecord(error))}: ${error.data.reason}`)
}

/** What becomes of the nodes, on stderr: stdout is the experiment's alone. */
class NodesView implements View {
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  on(progress: Progress): void {
    if (progress.type === "log") this.#terminal.err(progress.text)
    if (progress.type === "warning") this.say(progress.message)
    if (progress.type !== "experiment-node") return
    const { node, run, status, reused, error } = progress
    const more = `${reused ? ", not run again" : ""}${error === undefined ? "" : `: ${error}`}`
    this.say(`Node ${node}, run ${run}: ${status}${more}`)
  }

  say(line: string): void {
    this.#terminal.err(logLine("promptflow", "INFO", line))
  }

  end(): void {}
}
