import type { CallSink, InitArgument, NodeValue, ToolCall } from "@internal/schema"
import { MillraceError } from "@internal/schema"
import { fromPlain, Json, toPlain } from "@internal/value"
import type { ReadEntry } from "./entry-signature.ts"
import type { EntryCall } from "./messages.ts"

/** What a thread is told of a call of an entry. */
export function entryCall(call: ToolCall, known: ReadEntry, name: string): EntryCall {
  const init = new Map(Array.from(call.init, ([parameter, argument]) => [parameter, initValue(argument)]))
  const isClass = known.signature.className !== undefined
  return {
    name,
    init: isClass ? arranged(init, known.signature.init, known.initByObject) : undefined,
    object: call.node,
    method: call.method ?? "call",
  }
}

/** Values in the order of the parameters, or as one object. */
export function arranged(
  values: ReadonlyMap<string, unknown>,
  parameters: readonly { name: string }[],
  byObject: boolean,
): unknown[] {
  return byObject ? [Object.fromEntries(values)] : parameters.map(({ name }) => values.get(name))
}

function initValue(argument: InitArgument): unknown {
  if (argument.kind === "configuration") return toPlain(argument.values.value)
  if (argument.kind === "connection") {
    const { name, type, configs, secrets } = argument.connection
    return { name, type, ...configs, ...secrets }
  }
  return argument.kind === "json" ? toPlain(argument.json.value) : null
}

/** Metrics from what `aggregate` answered; anything but an object leaves the run without (spec 3.8). */
export function logMetrics(answer: unknown, sink: CallSink): NodeValue {
  if (typeof answer === "object" && answer !== null && !Array.isArray(answer)) {
    for (const [name, value] of Object.entries(answer)) sink.metric(name, Json.of(fromPlain(value)))
  } else {
    sink.log("stderr", "aggregate answered no object, so the run has no metrics.\n")
  }
  return { kind: "json", json: Json.of(null) }
}

/** What an entry threw: from its constructor, or from the call. */
export function entryError(
  call: ToolCall,
  name: string,
  thrown: { type: string; message: string; stack: string; made: boolean },
) {
  const { type, message, stack, made } = thrown
  const detail = `(${type}) ${message}`
  if (!made) {
    const init_kwargs = [...call.init.keys()].join(", ") || "no arguments"
    const entry = call.source.type === "entry" ? call.source.entry : name
    return new MillraceError("ENTRY_INIT_FAILED", { entry, init_kwargs, ex: detail }, { trace: stack })
  }
  return new MillraceError(
    "ENTRY_FAILED",
    { func_name: name, error_type_and_message: detail },
    {
      trace: stack,
      format: "Execution failure in '{func_name}': {error_type_and_message}",
      additionalInfo: [{ type: "FlexFlowExecutionErrorDetails", info: { type, message, traceback: stack } }],
    },
  )
}
