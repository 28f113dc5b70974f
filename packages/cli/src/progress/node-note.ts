import type { NodeEnd } from "@internal/schema"
import { stringify, type Value } from "@internal/value"
import { count, many } from "../terminal/amount.ts"
import { oneLine } from "../terminal/text.ts"

/** What a node answered, in a few words: tokens for a model, size for text, the value itself when it is short. */
export function nodeNote(end: NodeEnd): string {
  if (end.cache === "hit") return "cached"
  if (end.usage) {
    const { prompt_tokens, completion_tokens, estimated } = end.usage
    return `${count(prompt_tokens)} → ${count(completion_tokens)} tokens${estimated ? " (estimated)" : ""}`
  }
  return end.live ? end.live : sized(end.output.value)
}

const SHORT = 24

function sized(value: Value): string {
  if (typeof value === "string") {
    const line = oneLine(value)
    return value.length <= SHORT && line === value ? JSON.stringify(value) : many(value.length, "char")
  }
  if (Array.isArray(value)) return many(value.length, "item")
  if (value instanceof Map)
    return `{${oneLine([...value.keys()].slice(0, 4).join(", "))}${value.size > 4 ? ", …" : ""}}`
  return value === null ? "" : stringify(value)
}
