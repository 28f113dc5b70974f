import type { Chat, ChatReply, ChatTurn, Progress } from "@internal/sdk"
import { readLines } from "./read-lines.ts"

const SIGNALS = ["SIGINT", "SIGTERM"] as const

export interface Conversation {
  chat: Chat
  /** Asks for the next message. */
  prompt(): void
  /** Shows a turn until it ends; answers whether the chat goes on. Not asked about a turn that was stopped. */
  show(turn: ChatTurn, message: string): Promise<boolean>
}

/**
 * Hands what is typed to the chat, line by line, blank lines apart, until the input ends, Ctrl-C stops it, or a turn ends
 * it. A turn that goes on is stopped by Ctrl-C too. Answers what ended it.
 */
export async function converse({ chat, prompt, show }: Conversation): Promise<"input" | "turn"> {
  const stop = Promise.withResolvers<"stopped">()
  let running: ChatTurn | undefined
  const onSignal = () => {
    running?.cancel()
    running?.cancel()
    stop.resolve("stopped")
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  const lines = readLines(process.stdin)
  try {
    for (;;) {
      prompt()
      const next = await Promise.race([lines.next(), stop.promise])
      if (next === "stopped" || next.done) return "input"
      if (next.value.trim() === "") continue
      running = chat.ask(next.value)
      const shown = show(running, next.value)
      const goesOn = await Promise.race([shown, stop.promise])
      if (goesOn === "stopped") {
        await shown.catch(() => {})
        return "input"
      }
      if (!goesOn) return "turn"
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
    process.stdin.destroy()
  }
}

/** Follows a turn: `on` hears of everything, and of the reply's text when all nodes but its own have ended. */
export async function followTurn(
  turn: ChatTurn,
  on: (progress: Progress) => void,
  say: (text: string) => void,
): Promise<ChatReply> {
  const open = new Set<string>()
  let held = ""
  let writer: string | undefined
  const flush = () => {
    const others = [...open].filter((node) => node !== writer)
    if (held === "" || others.length > 0) return
    say(held)
    held = ""
  }
  for await (const progress of turn.events()) {
    if (progress.type === "ready") for (const node of progress.nodes) open.add(node)
    if (progress.type === "node-delta") writer = progress.node
    if (progress.type === "chat-delta") held += progress.text
    else on(progress)
    if (progress.type === "node-end" || progress.type === "node-bypass") open.delete(progress.node)
    flush()
  }
  const reply = await turn.result
  if (held !== "") say(held)
  return reply
}
