import { MillraceError, type PromptySource } from "@internal/schema"
import { type Dict, fromPlain, JsonSyntaxError, parse, repr, typeName, type Value } from "@internal/value"
import { wholeMessage } from "../nodes/llm-node.ts"

/** What a model said, put together from its deltas. */
export interface PromptyReply {
  text: string
  message?: Record<string, unknown>
  finishReason: string | null
  /** The API's answer as it is, or the chunks of its stream; only for `response: all`. */
  responses: Record<string, unknown>[]
}

/** `function_call` is what APIs say; the original waits for `function_calls` and loses the call. */
const CALLS = ["tool_calls", "function_calls", "function_call"]

/** The value of a prompty (spec 1.4, result formatting). */
export function promptyAnswer(source: PromptySource, reply: PromptyReply, streamed: boolean): Value {
  if (source.response === "all") return wholeResponse(source, reply, streamed)
  const { message, finishReason } = reply
  if (source.api === "chat" && message && CALLS.includes(finishReason ?? "")) return wholeMessage(message)
  const content = message && source.api === "chat" ? fromPlain(message.content ?? null) : reply.text
  return isJsonObject(source) ? selected(source, content) : content
}

/** Whether the answer is read as JSON: `response_format` is a mapping of type `json_object`, nothing else counts. */
export function isJsonObject({ parameters }: PromptySource): boolean {
  const format = (parameters.value as Dict).get("response_format")
  return format instanceof Map && format.get("type") === "json_object"
}

/** The keys that `outputs` names, or all; nothing is cast. */
function selected(source: PromptySource, content: Value): Value {
  const answer = parsed(content)
  if (source.outputs.length === 0) return answer
  if (!(answer instanceof Map)) {
    throw new MillraceError("LLM_FAILED", {
      detail: `the prompty has outputs, and the answer is a ${typeName(answer)}, not an object: ${repr(answer)}`,
    })
  }
  return new Map(
    source.outputs.map((key) => {
      const value = answer.get(key)
      if (value === undefined)
        throw new MillraceError("PROMPTY_OUTPUT_KEY", { key, keys: repr([...answer.keys()]) })
      return [key, value] as const
    }),
  )
}

function parsed(content: Value): Value {
  if (typeof content !== "string") {
    const detail = `TypeError: the JSON object must be str, and the answer is ${typeName(content)}`
    throw new MillraceError("LLM_FAILED", { detail })
  }
  try {
    return parse(content)
  } catch (thrown) {
    if (!(thrown instanceof JsonSyntaxError)) throw thrown
    const shown = content.length > 200 ? `${content.slice(0, 200)}…` : content
    const detail = `JSONDecodeError: ${thrown.message} in the answer: ${shown}`
    throw new MillraceError("LLM_FAILED", { detail }, { cause: thrown })
  }
}

/** What recordings and models on this machine answer has no response around it: one is made. */
function wholeResponse(source: PromptySource, reply: PromptyReply, streamed: boolean): Value {
  const { responses, message, finishReason, text } = reply
  if (streamed && responses.length > 0) return responses.map((chunk) => fromPlain(chunk))
  const [response] = responses
  if (response) return fromPlain(response)
  const choice =
    source.api === "chat"
      ? { index: 0, message: message ?? { role: "assistant", content: text }, finish_reason: finishReason }
      : { index: 0, text, finish_reason: finishReason, logprobs: null }
  const object = source.api === "chat" ? "chat.completion" : "text_completion"
  return fromPlain({ object, choices: [choice] })
}
