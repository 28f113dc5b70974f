import { className, MillraceError, type NodeTool, noteCalls, type PromptySource } from "@internal/schema"
import type { Dict } from "@internal/value"
import { callPrompty } from "../prompty/call-prompty.ts"
import { modelKey } from "../reuse/node-key.ts"
import { json } from "../values.ts"
import type { NodeCall, NodeResult } from "./node-call.ts"
import { TracedPrompty } from "./traced-node.ts"

/** A prompty as a flow (spec 1.4, 3.8): what goes wrong is an execution failure that names what the original would name. */
export async function runPrompty(call: NodeCall, tool: NodeTool & { kind: "prompty" }): Promise<NodeResult> {
  const { host, line, node, signal, sink } = call
  if (!host.prompty) throw new TypeError("the host runs no prompties")
  const inputs: Dict = new Map()
  for (const [name, { value }] of call.inputs) {
    if (value.kind === "json") inputs.set(name, value.json.value)
  }
  let known: NodeResult | undefined
  const traced = call.traces && new TracedPrompty(tool.prompty, inputs)
  try {
    const { value, usage } = await callPrompty({
      known: async (connection, request) => {
        // what the answer is made of the reply with is part of the key
        known = await call.recall(await modelKey(call, connection, request, node.parts?.tool))
        return known?.value.kind === "json" ? known.value.json.value : undefined
      },
      source: tool.prompty,
      inputs,
      host: { ...host, ...host.prompty },
      signal,
      delta: (text) => sink.delta(text),
      ended: (ended) => {
        void host.writer.append([{ type: "call-end", line, node: node.name, ...ended }])
      },
      seat: call.seat,
      ...(traced && { trace: traced }),
      waiting: (wait) => call.waiting(wait),
    })
    if (known) return known
    const calls = traced ? [traced.call({ output: value }, usage)] : []
    return { value: json(value), portable: true, calls, ...(usage && { usage }) }
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof MillraceError)) throw thrown
    const failure = executionFailure(tool.prompty, thrown)
    const error = { message: thrown.message, type: className(thrown) }
    if (traced) noteCalls(failure, [traced.call({ error })])
    throw failure
  }
}

function executionFailure(source: PromptySource, error: MillraceError): MillraceError {
  const type = className(error)
  const { message, hint, place } = error
  return new MillraceError(
    "ENTRY_FAILED",
    { func_name: source.path, error_type_and_message: `(${type}) ${message}` },
    {
      hint,
      ...(place && { place }),
      cause: error,
      format: "Execution failure in '{func_name}': {error_type_and_message}",
      additionalInfo: [
        { type: "FlexFlowExecutionErrorDetails", info: { type, message, traceback: error.trace ?? "" } },
      ],
    },
  )
}
