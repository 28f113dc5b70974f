import { executionOptions, present } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import type { Action } from "../command.ts"
import { FlowView } from "../progress/flow-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printJson } from "./print.ts"

/** `experiment test`: outputs by node, alone on stdout. */
export const experimentTest: Action = async (given, context) => {
  const api = await context.millrace()
  const handle = api.experiments.test(
    present({
      ...executionOptions(given, context),
      template: given.required("template"),
      inputs: readInputs(given.list("inputs"), context.cwd),
    }),
  )
  const stopping: Stopping = { exitCode: undefined }
  const { outputs } = await follow(handle, new FlowView(context.terminal), stopping)
  printJson(context, outputs)
  return stopping.exitCode ?? 0
}
