import { toMillraceError } from "@internal/schema"
import { repr, str, stringify, type Value } from "@internal/value"
import { executionOptions, present } from "../arguments/execution.ts"
import { readInputs } from "../arguments/inputs.ts"
import { flatPairs } from "../arguments/pairs.ts"
import type { Action } from "../command.ts"
import { follow, type Stopping } from "../progress/follow.ts"
import { exceptionType } from "./exception-type.ts"
import { logLine } from "./log-line.ts"
import { LogView } from "./log-view.ts"
import { className, PfFailure } from "./pf-failure.ts"

/** `pf flow test --ui`: the chat page; `--url-params` go into its address. */
const showChatPage: Action = async (given, context) => {
  const { chatQuery, initFile, serveChatPage } = await import("../commands/chat-page.ts")
  try {
    const query = chatQuery(given, context)
    const more = flatPairs(given.list("urlParams"), "--url-params")
    for (const [name, value] of Object.entries(more ?? {})) query.set(name, String(value))
    await serveChatPage(context, {
      flow: given.required("flow"),
      query,
      environment: executionOptions(given, context).environment,
      experiment: given.text("experiment"),
      init: initFile(given, context),
      port: given.count("port"),
      open: !given.flag("skipOpenBrowser"),
    })
  } catch (thrown) {
    const error = toMillraceError(thrown)
    throw new PfFailure(className(error), error.message, "flow.test", error)
  }
}

/** `pf flow test`: the log and then the result on stdout, as the original does. */
export const flowTest: Action = async (given, context) => {
  const { terminal } = context
  const node = given.text("node")
  const activity = node === undefined ? "flow.test" : "flow.node_test"
  if (given.flag("ui") || given.flag("multiModal")) {
    return showChatPage(given, context)
  }
  if (given.has("collection")) {
    terminal.err(logLine("promptflow", "WARNING", "--collection has no effect: traces are not kept yet."))
  }
  const input = given.text("input")
  const inputs = readInputs(given.list("inputs") ?? (input === undefined ? undefined : [input]), context.cwd)
  const api = await context.millrace(flatPairs(given.list("config"), "--config"))
  const options = {
    ...executionOptions(given, context),
    flow: given.required("flow"),
    inputs,
    node,
    output: given.text("detail"),
  }
  const template = given.text("experiment")
  if (template !== undefined) {
    return (await import("./experiment.ts")).testInExperiment(
      present({ template, flow: options.flow, inputs }),
      context,
    )
  }
  if (given.flag("interactive")) {
    const { node: _, ...chat } = present(options) // the original takes no notice of --node here
    return (await import("./flow-chat.ts")).flowChat(chat, context)
  }
  const stopping: Stopping = { exitCode: undefined }
  let result: Awaited<ReturnType<typeof api.flows.test>["result"]>
  try {
    result = await follow(api.flows.test(present(options)), new LogView(terminal), stopping)
  } catch (thrown) {
    const error = toMillraceError(thrown)
    throw new PfFailure(className(error), error.message, activity, error)
  }
  if (result.unknownInputs.length > 0) {
    const unknown: [string, Value][] = result.unknownInputs.map((name) => [name, inputs?.get(name) ?? null])
    terminal.err(
      logLine("promptflow", "WARNING", `Unknown input(s) of ${node ?? "flow"}: ${repr(new Map(unknown))}`),
    )
  }
  if (result.status !== "done") {
    if (stopping.exitCode !== undefined) return stopping.exitCode
    const type = result.error ? exceptionType(result.error) : "Exception"
    throw new PfFailure("UserErrorException", `${type}: ${result.error?.message ?? result.status}`, activity)
  }
  const { output, printed } = result
  const shown = output instanceof Map ? stringify(output, { indent: 4 }) : str(output)
  terminal.out(`${printed ?? shown}\n`)
  return stopping.exitCode ?? 0
}
