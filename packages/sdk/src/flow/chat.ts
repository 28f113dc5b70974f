import { mkdirSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { type ChatPorts, castInput, chatReply, historyRecords, isChatFlow, replyText } from "@internal/flow"
import { MillraceError, type Plan } from "@internal/schema"
import { type Dict, fromPlain, type Value } from "@internal/value"
import type { AskOptions, Chat, ChatOptions, ChatReply, ChatTurn } from "../api/chat.ts"
import type { Progress } from "../api/execution.ts"
import type { Context } from "../context.ts"
import { WorkHandle } from "../handle.ts"
import { Execution } from "./execution.ts"
import { includesStamp } from "./includes.ts"
import { testFolder } from "./load-flow.ts"
import { testPrepared } from "./test-flow.ts"

/** Opens a chat with a flow. Rejects with `CHAT_FLOW_REQUIRED` for a flow that cannot be talked to (spec 1.5). */
export async function openChat(
  context: Context,
  options: ChatOptions,
  progress: (progress: Progress) => void = () => {},
): Promise<Chat> {
  let turn: WorkHandle<ChatReply> | undefined
  const report = (told: Progress) => (turn ? turn.emit(told) : progress(told))
  const execution = await Execution.prepare(context, {
    ...options,
    concurrency: 1,
    interactive: true,
    report,
  })
  try {
    await execution.check()
    leaveEmptyLog(context, execution, options)
    const ports = chatPorts(execution.plan, options.ports)
    return new FlowChat({
      context,
      execution,
      options,
      ports,
      begin: (begun) => {
        turn = begun
      },
    })
  } catch (thrown) {
    await execution[Symbol.asyncDispose]()
    throw execution.told(thrown)
  }
}

function chatPorts(plan: Plan, chosen: ChatOptions["ports"]): ChatPorts {
  if (chosen) {
    const { input, history, output } = chosen
    for (const name of [input, history])
      if (name !== undefined && !plan.inputs.some((port) => port.name === name))
        throw new MillraceError("CHAT_FLOW_REQUIRED", { reason: `it has no input ${name}` })
    return { input, history, output }
  }
  const ports = isChatFlow(plan)
  if (!ports.chat) throw new MillraceError("CHAT_FLOW_REQUIRED", { reason: ports.reason })
  return ports
}

/** Nobody shall take the log of an earlier chat for this one's. */
function leaveEmptyLog(context: Context, execution: Execution, { output }: ChatOptions): void {
  if (output === false) return
  const folder = resolve(context.places.cwd, output ?? testFolder(execution.loaded))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "flow.log"), "")
}

interface Parts {
  context: Context
  execution: Execution
  options: ChatOptions
  ports: ChatPorts
  begin(handle: WorkHandle<ChatReply>): void
}

class FlowChat implements Chat {
  readonly flow: string
  readonly kind: Plan["kind"]
  readonly history: Value[]
  readonly #parts: Parts
  readonly #given: Dict
  readonly #log: string[] = []
  readonly #includes: string
  #busy = false

  constructor(parts: Parts) {
    const { plan } = parts.execution
    this.flow = plan.name
    this.kind = plan.kind
    this.#parts = parts
    this.#includes = this.#includesNow()
    this.#given = fromPlain(parts.options.inputs ?? {}) as Dict
    this.history = firstHistory(plan, parts.ports, this.#given)
  }

  get outdated(): boolean {
    return this.#includes !== this.#includesNow()
  }

  #includesNow(): string {
    const { folder, flow } = this.#parts.execution.loaded
    return includesStamp(folder, flow.additionalIncludes)
  }

  ask(message: unknown, { inputs = {}, keep = this.history.length }: AskOptions = {}): ChatTurn {
    if (this.#busy) {
      throw new MillraceError("CHAT_BUSY", {}, { hint: "Await the result of the turn, then ask again." })
    }
    this.#busy = true
    const { begin, options, ports, execution } = this.#parts
    const said = fromPlain(message)
    const given: Dict = new Map([...this.#given, ...(fromPlain(inputs) as Dict)])
    this.history.length = Math.min(this.history.length, Math.max(0, keep))
    const handle = new Turn(
      (turn) =>
        this.#answer(turn, said, given).finally(() => {
          this.#busy = false
        }),
      (progress) => replyDelta(progress, execution.plan, ports),
      options.signal,
    )
    begin(handle)
    return handle
  }

  async #answer(handle: WorkHandle<ChatReply>, said: Value, given: Dict): Promise<ChatReply> {
    const { context, execution, options, ports } = this.#parts
    const { kind } = execution.plan
    const inputs: Dict = new Map(given)
    if (ports.history !== undefined) inputs.set(ports.history, [...this.history])
    inputs.set(ports.input, said)
    try {
      const result = await testPrepared(
        context,
        execution,
        { inputs, ...(options.output !== undefined && { output: options.output }) },
        handle,
        { streaming: true, chat: { prefix: "chat", log: this.#log } },
      )
      if (result.status !== "done") return { ...result, reply: null }
      this.history.push(...historyRecords(kind, ports, { said, outputs: result.output }))
      return { ...result, reply: chatReply(kind, ports, result.output) }
    } catch (thrown) {
      throw execution.told(thrown)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.execution[Symbol.asyncDispose]()
  }
}

/** What was given for the history, else its default, else nothing. Rejects with `INPUT_TYPE` when it is no list. */
function firstHistory(plan: Plan, { history }: ChatPorts, given: Dict): Value[] {
  if (history === undefined) return []
  const port = plan.inputs.find((input) => input.name === history)
  const value = given.get(history) ?? port?.default?.value ?? []
  const list = port ? castInput({ ...port, type: "list" }, value) : value
  return Array.isArray(list) ? [...list] : []
}

/** The text that this adds to the reply: what the model or the generator behind the chat output wrote. */
function replyDelta(progress: Progress, plan: Plan, { output }: ChatPorts): string | undefined {
  if (progress.type !== "node-delta") return undefined
  const { line, node, text } = progress
  if (plan.kind !== "dag") return text
  // a generator is read as the output that it is, a model as its node
  const isReply =
    line === null
      ? node === output
      : plan.outputs.some(
          ({ name, binding }) =>
            name === output &&
            binding.kind === "node-output" &&
            binding.node === node &&
            binding.property === "",
        )
  return isReply ? text : undefined
}

/** A turn, readable as the text of its reply. */
class Turn extends WorkHandle<ChatReply> implements ChatTurn {
  readonly #delta: (progress: Progress) => string | undefined

  constructor(
    work: (handle: WorkHandle<ChatReply>) => Promise<ChatReply>,
    delta: (progress: Progress) => string | undefined,
    signal: AbortSignal | undefined,
  ) {
    super(crypto.randomUUID(), work, signal)
    this.#delta = delta
  }

  override emit(progress: Progress): void {
    super.emit(progress)
    const text = this.#delta(progress)
    if (text !== undefined) super.emit({ type: "chat-delta", text })
  }

  /** Rejects with the turn's error when it failed. */
  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    let shown = false
    for await (const progress of this.events()) {
      if (progress.type !== "chat-delta") continue
      shown = true
      yield progress.text
    }
    const { status, reply, error } = await this.result
    if (status !== "done") throw new MillraceError("CHAT_TURN_FAILED", { reason: error?.message ?? status })
    if (!shown) yield replyText(reply)
  }
}
