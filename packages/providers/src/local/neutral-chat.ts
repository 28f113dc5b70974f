import type { ChatMessage } from "@internal/schema"
import { messageText } from "./chat-prompt.ts"

const LABEL = /^([A-Z][\w .-]{0,40}):(.*)$/

/**
 * The same chat with nothing in it to judge, which shows what a model would answer to any page: the yardstick that
 * calibrates a choice. Only the last user message changes:
 * - it ends with a label that waits for its answer (`OUTPUT:`), as few-shot prompts do: the values of the labels since the
 *   last example (the same label with an answer), or in the last paragraph when there is none, are emptied;
 * - otherwise it is the page itself, if other messages say what to do: the values of its labels (`Address: …`) are emptied
 *   when it begins with one, else the whole of it;
 * - otherwise nothing can be told apart, and there is no neutral chat.
 */
export function neutralChat(messages: readonly ChatMessage[]): ChatMessage[] | undefined {
  const at = messages.findLastIndex((message) => message.role === "user")
  const message = messages[at]
  if (!message) return undefined
  const text = messageText(message)
  const emptied = emptyLastItem(text) ?? (messages.length > 1 ? emptyPage(text) : undefined)
  if (emptied === undefined || emptied === text) return undefined
  return messages.with(at, { ...message, content: emptied })
}

function emptyLastItem(text: string): string | undefined {
  const body = text.trimEnd()
  const lines = body.split("\n")
  const waiting = LABEL.exec(lines.at(-1) ?? "")
  if (waiting?.[2]?.trim() !== "") return undefined
  const start = itemStart(lines, waiting[1] as string)
  return [...lines.slice(0, start), ...emptyLabels(lines.slice(start))].join("\n") + text.slice(body.length)
}

function emptyPage(text: string): string {
  const lines = text.split("\n")
  return LABEL.test(lines[0] as string) ? emptyLabels(lines).join("\n") : ""
}

/** Labels without their values; the lines up to the next label belong to the value before it. */
function emptyLabels(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => LABEL.test(line))
  const labels = lines.slice(first).flatMap((line) => LABEL.exec(line)?.[1] ?? [])
  return [...lines.slice(0, Math.max(first, 0)), ...labels.map((label) => `${label}:`)]
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
