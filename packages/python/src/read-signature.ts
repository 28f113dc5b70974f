import type { ToolParameter, ToolSignature, ToolSource } from "@internal/schema"
import { Json } from "@internal/value"
import type { ParameterMessage, SignatureMessage } from "./protocol.ts"

export function readSignature(source: ToolSource, message: SignatureMessage): ToolSignature {
  return {
    source,
    function: message.function,
    ...(message.className !== null && { className: message.className }),
    async: message.async,
    generator: message.generator,
    parameters: message.parameters.map(readParameter),
    init: message.init.map(readParameter),
    kwargs: message.kwargs,
    ...(message.promptParameter !== null && { promptParameter: message.promptParameter }),
    ...(message.streamingOption !== null && { streamingOption: message.streamingOption }),
    extra: message.extra,
    ...(message.entry !== null && { entry: message.entry }),
  }
}

function readParameter(message: ParameterMessage): ToolParameter {
  const { name, type, connection, default: given } = message
  return {
    name,
    type,
    connection,
    ...(given !== null && {
      default: { value: given.value === null ? undefined : Json.ofText(given.value), shown: given.shown },
    }),
    ...(message.enum !== null && { enum: message.enum }),
    ...(message.customType !== null && { customType: message.customType }),
  }
}
