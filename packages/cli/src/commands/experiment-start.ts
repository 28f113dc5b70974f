import { executionOptions, present } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import type { Action } from "../command.ts"
import { ExperimentView } from "../progress/experiment-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printExperiment } from "./experiment-show.ts"
import { startDetached } from "./start-detached.ts"

const PASSED_ON = ["connection", "record", "replay"] as const

/** `experiment start`: here with --stream, else in a process of its own. Exit code 1 if a node failed. */
export const experimentStart: Action = async (given, context) => {
  const api = await context.millrace()
  const which = present({ name: given.text("name"), template: given.text("template") })
  const inputs = readInputs(given.list("inputs"), context.cwd)
  if (!given.flag("stream")) {
    const queued = await api.experiments.queue(which)
    const more = PASSED_ON.flatMap((key) => (given.has(key) ? [`--${key}`, given.required(key)] : []))
    const values = given.list("inputs")
    startDetached(
      [
        "experiment",
        "start",
        "--name",
        queued.name,
        "--stream",
        ...more,
        ...(values ? ["--inputs", ...values] : []),
      ],
      context,
    )
    printExperiment(queued, context)
    context.terminal.err(`Started. millrace experiment show --name ${queued.name}\n`)
    return 0
  }
  const handle = await api.experiments.start(
    present({ ...which, ...executionOptions(given, context), inputs }),
  )
  const stopping: Stopping = { exitCode: undefined }
  const ended = await follow(handle, new ExperimentView(context.terminal), stopping)
  printExperiment(ended, context)
  if (stopping.exitCode !== undefined) return stopping.exitCode
  return ended.nodes.every(({ status }) => status === "Completed") ? 0 : 1
}
