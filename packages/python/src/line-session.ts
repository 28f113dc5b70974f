import {
  type Argument,
  type CallResult,
  type CallSink,
  type InitArgument,
  type LineSession,
  type Looked,
  type LookOperation,
  MillraceError,
  type NodeValue,
  type ToolCall,
} from "@internal/schema"
import type { Json } from "@internal/value"
import { type Special, wireText } from "./protocol.ts"
import { readLooked } from "./read-looked.ts"
import type { Worker } from "./worker.ts"

type Live = NodeValue & { kind: "live" }

/** How long a call that was told to stop may still take before its worker is ended. */
const GRACE_MS = 250

/** What a session needs of its pool. */
export interface SessionHost {
  /** Place of the tool of this node in the list that was prepared. */
  toolOf(call: ToolCall): number
  /** The session is over; the worker may serve another line if it is idle and alive. */
  release(worker: Worker): void
}

const quiet: CallSink = { log: () => undefined, delta: () => undefined, metric: () => undefined }

export class PythonLineSession implements LineSession {
  readonly #worker: Worker
  readonly #host: SessionHost
  readonly #running = new Map<number, Promise<unknown>>()
  #disposed = false
  /** The worker holds objects of this line, which it should let go of. */
  #live = false

  constructor(worker: Worker, host: SessionHost) {
    this.#worker = worker
    this.#host = host
  }

  async call(call: ToolCall, sink: CallSink, signal: AbortSignal): Promise<CallResult> {
    const stopped = (): MillraceError =>
      new MillraceError("TOOL_CANCELED", { node_name: call.node }, { cause: signal.reason })
    if (signal.aborted) throw stopped()
    const { id, result } = this.#worker.request("call", this.#callText(call), sink)
    const over = () => this.#running.delete(id)
    this.#running.set(id, result.then(over, over))
    let abort = (): void => undefined
    try {
      const done = await new Promise<Awaited<typeof result>>((resolve, reject) => {
        abort = () => {
          this.#stop(id)
          reject(stopped())
        }
        signal.addEventListener("abort", abort)
        result.then(resolve, reject)
      })
      this.#live ||= done.kind === "live"
      return { value: nodeValue(done), portable: done.portable ?? false, calls: done.calls ?? [] }
    } finally {
      signal.removeEventListener("abort", abort)
    }
  }

  async property(value: Live, property: string, node: string): Promise<NodeValue> {
    return nodeValue(await this.#ask("property", value, { path: property, node }))
  }

  async equals(value: Live, other: Json): Promise<boolean> {
    const rest = `"node":null,"handle":${JSON.stringify(value.handle)},"other":${wireText(other)}`
    return (await this.#worker.request("equals", rest, quiet).result).value.text === "true"
  }

  async look(value: Live, operation: LookOperation, argument: Json): Promise<Looked[]> {
    const rest =
      `"node":null,"handle":${JSON.stringify(value.handle)},"operation":"${operation}",` +
      `"argument":${wireText(argument)}`
    return readLooked((await this.#worker.request("look", rest, quiet).result).value)
  }

  async join(value: Live, sink: CallSink): Promise<Json> {
    return (await this.#ask("join", value, {}, sink)).value
  }

  async output(value: Live): Promise<Json> {
    return (await this.#ask("output", value)).value
  }

  async whole(value: Live): Promise<{ json: Json; text?: string }> {
    const { value: json, text } = await this.#ask("whole", value)
    return { json, ...(text !== undefined && { text }) }
  }

  /** The value in a file of the pool's folder; its handle works in every worker of the pool. */
  async keep(value: Live): Promise<NodeValue> {
    const handle = String((await this.#ask("keep", value)).value.value)
    return { ...value, handle }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return
    this.#disposed = true
    for (const id of this.#running.keys()) this.#stop(id)
    if (this.#live || this.#running.size > 0) this.#worker.send({ type: "end" })
    this.#worker.lineEnded()
    // A tool that does not end is ended in the background: a line does not wait for it.
    void Promise.all(this.#running.values()).then(() => {
      this.#worker.streams.clear()
      this.#host.release(this.#worker)
    })
  }

  #ask(type: string, value: Live, more: { node?: string; path?: string } = {}, sink = quiet) {
    const rest = JSON.stringify({ node: null, handle: value.handle, ...more })
    return this.#worker.request(type, rest.slice(1, -1), sink).result
  }

  #stop(id: number): void {
    this.#worker.cancel(id)
    setTimeout(() => {
      if (this.#running.has(id)) this.#worker.kill()
    }, GRACE_MS).unref()
  }

  /** Lets the worker read a model's text that is still coming. */
  #offer(value: Argument): void {
    if (value.kind === "list") for (const item of value.items) this.#offer(item)
    if (value.kind !== "live" || !value.stream) return
    this.#worker.streams.offer(value.handle, value.stream)
    this.#live = true
  }

  #callText(call: ToolCall): string {
    const tool = this.#host.toolOf(call)
    const source = this.#worker.tools.has(tool) ? "null" : JSON.stringify(call.source)
    this.#worker.tools.add(tool)
    const special: [string, string][] = []
    for (const value of call.args.values()) this.#offer(value)
    const init = argumentsText(call.init, special, "init.")
    const args = argumentsText(call.args, special)
    const beside = special.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")
    return (
      `"node":${JSON.stringify(call.node)},"tool":${tool},"source":${source},"line":${call.line},` +
      `"method":${JSON.stringify(call.method ?? null)},"init":{${init}},"args":{${args}},"special":{${beside}}`
    )
  }
}

/** Inputs and constructor arguments may share names, so the special ones of the latter have a `prefix`. */
function argumentsText(values: Map<string, InitArgument>, special: [string, string][], prefix = ""): string {
  let text = ""
  for (const [name, value] of values) {
    if (text !== "") text += ","
    text += `${JSON.stringify(name)}:`
    if (value.kind === "json") text += wireText(value.json)
    else {
      text += "null"
      special.push([prefix + name, specialText(value)])
    }
  }
  return text
}

function specialText(value: Exclude<InitArgument, { kind: "json" }>): string {
  if (value.kind === "list") {
    const live: [number, string, string | null][] = []
    const items = value.items.map((item, index) => {
      if (item.kind === "json") return wireText(item.json)
      live.push([index, item.handle, item.stream?.name ?? null])
      return "null"
    })
    return `{"kind":"list","items":[${items.join(",")}],"live":${JSON.stringify(live)}}`
  }
  if (value.kind === "configuration") {
    const connection = JSON.stringify(value.connection ?? null)
    const name = JSON.stringify(value.class)
    return `{"kind":"configuration","class":${name},"values":${wireText(value.values)},"connection":${connection}}`
  }
  const special: Special =
    value.kind === "live"
      ? value.stream
        ? { kind: "stream", handle: value.handle, name: value.stream.name }
        : { kind: "live", handle: value.handle }
      : { kind: "connection", connection: value.connection, customType: value.customType ?? null }
  return JSON.stringify(special)
}

function nodeValue(result: {
  kind: "json" | "live"
  value: Json
  handle?: string
  class?: string
  iterable?: boolean
}): NodeValue {
  if (result.kind === "json") return { kind: "json", json: result.value }
  const { handle = "", class: type = "object", iterable = false } = result
  return { kind: "live", handle, type, shown: result.value, iterable }
}
