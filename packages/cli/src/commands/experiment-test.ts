import type { TestExperimentOptions } from "@internal/sdk"
import { executionOptions, present } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import type { Action } from "../command.ts"
import type { Context } from "../context.ts"
import { FlowView } from "../progress/flow-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printJson } from "./print.ts"

/** `experiment test`: outputs by node, alone on stdout. */
export const experimentTest: Action = async (given, context) => {
  const inputs = readInputs(given.list("inputs"), context.cwd)
  const template = given.required("template")
  return testInExperiment(present({ ...executionOptions(given, context), template, inputs }), context)
}

/** Also `flow test --experiment`, which begins with one of its flows. */
export async function testInExperiment(options: TestExperimentOptions, context: Context): Promise<number> {
  const api = await context.millrace()
  const stopping: Stopping = { exitCode: undefined }
  const { outputs } = await follow(api.experiments.test(options), new FlowView(context.terminal), stopping)
  printJson(context, outputs)
  return stopping.exitCode ?? 0
}
