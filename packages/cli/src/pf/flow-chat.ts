import { toMillraceError } from "@internal/schema"
import type { ChatOptions, ChatReply, ChatTurn, Progress } from "@internal/sdk"
import { repr, str, type Value } from "@internal/value"
import { converse, followTurn } from "../chat/converse.ts"
import type { Context } from "../context.ts"
import type { Terminal } from "../terminal/terminal.ts"
import { exceptionTrace, exceptionType } from "./exception-type.ts"
import { logLine } from "./log-line.ts"
import { LogView } from "./log-view.ts"
import { className, PfFailure } from "./pf-failure.ts"

const ACTIVITY = "flow.test"
/** Each write of a tool carries its time in the record. */
const STAMPS = /\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}\] /g

/** `pf flow test --interactive`: everything on stdout, as the original prints it; ends with its input. */
export async function flowChat(options: ChatOptions, context: Context): Promise<number> {
  const { terminal } = context
  const api = await context.millrace()
  const setup = new LogView(terminal, { log: false })
  try {
    await using chat = await api.flows.chat(options, (progress) => setup.on(progress))
    banner(chat.flow, terminal)
    const show = async (turn: ChatTurn): Promise<boolean> => {
      const view = new TurnView(terminal, { nodes: chat.kind === "dag", outputs: context.verbose })
      const result = await followTurn(
        turn,
        (progress) => view.on(progress),
        (text) => view.say(text),
      )
      if (result.status === "cancelled") return true
      warnOfUnknown(result, options, terminal)
      if (result.status !== "done") throw failed(result, terminal)
      view.end(result.reply)
      return true
    }
    await converse({ chat, prompt: () => terminal.out(terminal.onOut.good("User: ")), show })
    terminal.out("Terminate the chat.\n")
    return 0
  } catch (thrown) {
    if (thrown instanceof PfFailure) throw thrown
    const error = toMillraceError(thrown)
    throw new PfFailure(className(error), error.message, ACTIVITY, error)
  }
}

function banner(flow: string, { out }: Terminal): void {
  const welcome = `Welcome to chat flow, ${flow}.`
  const rule = "=".repeat(welcome.length)
  out(`${rule}\n${welcome}\nPress Enter to send your message.\nYou can quit with ctrl+C.\n${rule}\n`)
}

function warnOfUnknown({ unknownInputs }: ChatReply, { inputs }: ChatOptions, { err }: Terminal): void {
  if (unknownInputs.length === 0) return
  const given = inputs instanceof Map ? inputs : new Map<string, Value>()
  const unknown = unknownInputs.map((name): [string, Value] => [name, given.get(name) ?? null])
  err(logLine("promptflow", "WARNING", `Unknown input(s) of flow: ${repr(new Map(unknown))}`))
}

/** A turn that fails ends the chat: the tool's traceback, then the line that every command ends with. */
function failed({ error, status }: ChatReply, { out }: Terminal): PfFailure {
  const traceback = error && exceptionTrace(error)
  if (traceback) out(`${traceback}\n`)
  const type = error ? exceptionType(error) : "Exception"
  return new PfFailure("UserErrorException", `${type}: ${error?.message ?? status}`, ACTIVITY)
}

interface NodeSaid {
  stdout: string
  output?: Value
}

/** What nodes printed and, on request, returned; then the reply, as it arrives. */
class TurnView {
  readonly #terminal: Terminal
  readonly #shown: { nodes: boolean; outputs: boolean }
  readonly #nodes = new Map<string, NodeSaid>()
  #speaking = false

  /** A flow that is not a graph has no nodes to show. */
  constructor(terminal: Terminal, shown: { nodes: boolean; outputs: boolean }) {
    this.#terminal = terminal
    this.#shown = shown
  }

  on(progress: Progress): void {
    switch (progress.type) {
      case "warning":
        this.#terminal.err(logLine("promptflow", "WARNING", progress.message))
        return
      case "node-log":
        if (progress.stream === "stdout") this.#node(progress.node).stdout += progress.text
        return
      case "node-end":
        this.#node(progress.node).output = progress.output.value
        return
      case "node-bypass":
        this.#node(progress.node).output = null
        return
    }
  }

  say(text: string): void {
    if (!this.#speaking) this.#begin()
    this.#terminal.out(text)
  }

  end(reply: Value): void {
    if (!this.#speaking) this.say(str(reply))
    this.#terminal.out("\n")
  }

  #begin(): void {
    this.#speaking = true
    const { out, onOut } = this.#terminal
    for (const [node, { stdout, output }] of this.#shown.nodes ? this.#nodes : []) {
      for (const line of linesOf(stdout.replace(STAMPS, ""))) out(`${onOut.quoted(`[${node}]:`)} ${line}\n`)
      if (this.#shown.outputs && output !== undefined) out(`${onOut.accent(`${node}: `)}${str(output)}\n`)
    }
    out(onOut.warn("Bot: "))
  }

  #node(name: string): NodeSaid {
    const known = this.#nodes.get(name) ?? { stdout: "" }
    this.#nodes.set(name, known)
    return known
  }
}

function linesOf(text: string): string[] {
  const lines = text.split("\n")
  if (lines.at(-1) === "") lines.pop()
  return lines
}
