import type { ChatOptions, ChatReply, ChatTurn, Progress } from "@internal/sdk"
import { fromPlain, stringify } from "@internal/value"
import { converse, followTurn } from "../chat/converse.ts"
import type { Context } from "../context.ts"
import { recordBlock } from "../failure.ts"
import { FlowView, totals } from "../progress/flow-view.ts"

/**
 * `flow test --interactive`: replies on stdout, as they arrive, everything else on stderr. On a terminal a turn that fails
 * may be tried again; read from elsewhere, it ends the chat.
 */
export async function flowChat(options: ChatOptions, context: Context): Promise<number> {
  const { terminal, json } = context
  const api = await context.millrace()
  const setup = new FlowView(terminal)
  await using chat = await api.flows.chat(options, (progress) => setup.on(progress))
  setup.end()
  const { faint, accent, strong } = terminal.onErr
  terminal.err(`${strong(chat.flow)}  ${faint("a message a line; Ctrl-D ends the chat")}\n`)
  const show = async (turn: ChatTurn): Promise<boolean> => {
    const reply = await showTurn(turn, context)
    if (json) terminal.out(`${stringify(fromPlain(reply))}\n`)
    if (reply.status === "done") return true
    if (reply.error)
      terminal.err(recordBlock(reply.error, { style: terminal.onErr, ...context, width: terminal.width }))
    return terminal.inIsTerminal
  }
  const ended = await converse({ chat, prompt: () => terminal.err(accent("> ")), show })
  if (ended === "turn") return 1
  terminal.err("\n")
  return 0
}

async function showTurn(turn: ChatTurn, { terminal, verbose, json }: Context): Promise<ChatReply> {
  let speaking = false
  const waiting: string[] = []
  const nodes = verbose ? new FlowView({ ...terminal, errIsTerminal: false, err: note }) : undefined
  // what nodes did is told before the reply, or after it, never in the middle of it
  function note(text: string): void {
    if (speaking) waiting.push(text)
    else terminal.err(text)
  }
  const on = (progress: Progress) => {
    if (nodes && progress.type !== "ready") nodes.on(progress)
    else if (progress.type === "warning") note(`${terminal.onErr.warn("!")} ${progress.message}\n`)
  }
  const say = (text: string) => {
    speaking = true
    if (!json) terminal.out(text)
  }
  const result = await followTurn(turn, on, say)
  if (result.status === "done" && !speaking) say(shown(result))
  if (speaking && !json) terminal.out("\n")
  for (const text of waiting) terminal.err(text)
  for (const name of result.unknownInputs) {
    terminal.err(`${terminal.onErr.warn("!")} the flow has no input ${name}\n`)
  }
  terminal.err(`${terminal.onErr.faint(totals(result.duration, result.usage.total_tokens))}\n`)
  return result
}

function shown({ reply }: ChatReply): string {
  return typeof reply === "string" ? reply : stringify(reply, { indent: 2 })
}
