import { type ChatMessage, MillraceError } from "@internal/schema"
import { parse, pythonLiteral, toPlain, type Value } from "@internal/value"
import type { RoleEscapes } from "./escape-roles.ts"

const ROLES = ["system", "user", "assistant", "function", "tool"]
const SEPARATOR = /(?<![^\n])\s*#?\s*(system|user|assistant|function|tool)\s*:\s*\n/i
const TOOL_RESULT = /\n*#{0,2}\s*tool_call_id\s*:\s*\n+\s*(\S+)\s*\n*#{0,2}\s*content\s*:\s*\n?(.*)/s
const TOOL_CALLS = /\n*#{0,2}\s*tool_calls\s*:\s*\n+\s*(\[.*)/s
const NAMED = /\n*#{0,2}\s*name\s*:\s*\n+\s*(\S+)\s*\n*#{0,2}\s*content\s*:\s*\n?(.*)/s

/** Whether tool calls with text behind them are calls, as the tools of LLM nodes have it, or text, as prompties do. */
export type TextAfterCalls = "dropped" | "kept"

/**
 * Splits a rendered chat prompt into messages (spec 5.3, vectors A.5). Role words that `escapes` had hidden are put back
 * in every field.
 */
export function parseChat(
  prompt: string,
  escapes: RoleEscapes,
  textAfterCalls: TextAfterCalls = "dropped",
): ChatMessage[] {
  const messages: ChatMessage[] = []
  for (const chunk of prompt.split(SEPARATOR)) {
    const last = messages.at(-1)
    if (last && isOpen(last)) {
      Object.assign(last, sectionFields(last.role, chunk, textAfterCalls))
      continue
    }
    if (chunk.trim() === "") continue
    const role = chunk.trim().toLowerCase()
    if (!ROLES.includes(role))
      throw new MillraceError("CHAT_ROLE_INVALID", { text: escapes.restore(chunk.trim()) })
    messages.push({ role })
  }
  return messages.map((message) => escapes.restore(message))
}

function isOpen(message: ChatMessage): boolean {
  return message.content === undefined && message.tool_calls === undefined
}

function sectionFields(role: string, body: string, textAfterCalls: TextAfterCalls): Partial<ChatMessage> {
  if (role === "tool") {
    const match = TOOL_RESULT.exec(body)
    if (!match) {
      throw new MillraceError("CHAT_TOOL_FORMAT", {
        reason: "A `tool` message needs the sections `## tool_call_id:` and `## content:`.",
      })
    }
    return { tool_call_id: match[1] as string, content: (match[2] as string).trim() }
  }
  if (role === "assistant") {
    const calls = toolCalls(body, textAfterCalls)
    if (calls) return { tool_calls: calls }
  }
  const named = NAMED.exec(body)
  if (named) return { name: named[1] as string, content: (named[2] as string).trim() }
  if (role === "function") {
    throw new MillraceError("CHAT_FUNCTION_FORMAT", {
      reason: "A `function` message needs the sections `## name:` and `## content:`.",
    })
  }
  return { content: body.trim() }
}

/** The list after `tool_calls:`, written as a Python literal or as JSON; the whole of it (Appendix B, 5). */
function toolCalls(body: string, textAfterCalls: TextAfterCalls): unknown {
  const text = TOOL_CALLS.exec(body)?.[1]?.trim()
  if (text === undefined) return undefined
  const end = closingBracket(text)
  if (textAfterCalls === "kept" && end < text.length) return undefined
  const list = literal(text.slice(0, end))
  return Array.isArray(list) ? toPlain(list as Value) : undefined
}

function literal(text: string): Value | undefined {
  for (const read of [pythonLiteral, parse]) {
    try {
      return read(text) as Value
    } catch {
      // The other notation may fit; text that is neither is plain content.
    }
  }
  return undefined
}

function closingBracket(text: string): number {
  let depth = 0
  let quote = ""
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (quote) {
      if (c === "\\") i++
      else if (c === quote) quote = ""
    } else if (c === "'" || c === '"') quote = c
    else if (c === "[" || c === "{" || c === "(") depth++
    else if ((c === "]" || c === "}" || c === ")") && --depth === 0) return i + 1
  }
  return text.length
}
