import { MillraceError } from "@internal/schema"
import { stringify } from "@internal/value"
import { executionOptions, present } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import type { Action } from "../command.ts"
import { recordBlock } from "../failure.ts"
import { FlowView, totals } from "../progress/flow-view.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { printJson } from "./print.ts"

/** `flow test`: progress on stderr, the result alone on stdout. */
export const flowTest: Action = async (given, context) => {
  const { terminal, cwd } = context
  if (given.flag("ui")) return (await import("./chat-page.ts")).chatPage(given, context)
  const inputs = readInputs(given.list("inputs"), cwd)
  const options = executionOptions(given, context)
  const template = given.text("experiment")
  if (template !== undefined) {
    const test = present({ ...options, template, flow: given.required("flow"), inputs })
    return (await import("./experiment-test.ts")).testInExperiment(test, context)
  }
  if (given.flag("interactive")) {
    if (given.has("node")) {
      throw new MillraceError("USAGE", {
        reason: "--node tests one node alone, and a chat needs the whole flow.",
      })
    }
    const chat = { ...options, flow: given.required("flow"), inputs, output: given.text("detail") }
    return (await import("./flow-chat.ts")).flowChat(present(chat), context)
  }
  const api = await context.millrace()
  const handle = api.flows.test(
    present({
      ...options,
      flow: given.required("flow"),
      inputs,
      node: given.text("node"),
      output: given.text("detail"),
    }),
  )
  const stopping: Stopping = { exitCode: undefined }
  const result = await follow(handle, new FlowView(terminal), stopping)
  const { onErr, width } = terminal
  for (const warning of result.warnings) terminal.err(`${onErr.warn("!")} ${warning}\n`)
  for (const name of result.unknownInputs) terminal.err(`${onErr.warn("!")} the flow has no input ${name}\n`)
  terminal.err(`${totals(result.duration, result.usage.total_tokens)}\n`)
  if (context.json) printJson(context, result)
  if (result.status !== "done") {
    if (result.error) terminal.err(recordBlock(result.error, { style: onErr, width, cwd }))
    return stopping.exitCode ?? 1
  }
  if (!context.json) {
    const text = typeof result.output === "string" ? result.output : stringify(result.output, { indent: 2 })
    terminal.out(text.endsWith("\n") ? text : `${text}\n`)
  }
  return stopping.exitCode ?? 0
}
