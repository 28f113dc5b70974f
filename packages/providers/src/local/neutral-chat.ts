import type { ChatMessage } from "@internal/schema"
import { messageText } from "./chat-prompt.ts"

const LABEL = /^([A-Z][\w .-]{0,40}):(.*)$/

/**
 * The same chat with nothing in it to judge, which shows what a model would answer to any page: the yardstick that
 * calibrates a choice. Only the last user message changes:
 * - it ends with a label that waits for its answer (`OUTPUT:`), as few-shot prompts do: the values of the labels since the
 *   last example (the same label with an answer), or in the last paragraph when there is none, are emptied;
 * - otherwise it is the page itself, and is emptied, if other messages say what to do;
 * - otherwise nothing can be told apart, and there is no neutral chat.
 */
export function neutralChat(messages: readonly ChatMessage[]): ChatMessage[] | undefined {
  const at = messages.findLastIndex((message) => message.role === "user")
  const message = messages[at]
  if (!message) return undefined
  const text = messageText(message)
  const emptied = emptyLastItem(text) ?? (messages.length > 1 && text !== "" ? "" : undefined)
  if (emptied === undefined || emptied === text) return undefined
  return messages.with(at, { ...message, content: emptied })
}

function emptyLastItem(text: string): string | undefined {
  const body = text.trimEnd()
  const lines = body.split("\n")
  const waiting = LABEL.exec(lines.at(-1) ?? "")
  if (waiting?.[2]?.trim() !== "") return undefined
  const start = itemStart(lines, waiting[1] as string)
  const kept: string[] = []
  let emptying = false
  for (const line of lines.slice(start)) {
    const label = LABEL.exec(line)?.[1]
    // Lines up to the next label belong to the value before it.
    if (label !== undefined) kept.push(`${label}:`)
    else if (!emptying) kept.push(line)
    emptying ||= label !== undefined
  }
  return [...lines.slice(0, start), ...kept].join("\n") + text.slice(body.length)
}

/** The line after the last example, or the first of the last paragraph. */
function itemStart(lines: readonly string[], waiting: string): number {
  const earlier = lines.slice(0, -1)
  const example = earlier.findLastIndex(
    (line) => line.startsWith(`${waiting}:`) && line.length > waiting.length + 1,
  )
  if (example >= 0) return example + 1
  return earlier.findLastIndex((line) => line.trim() === "") + 1
}
