import type {
  Argument,
  CallResult,
  CallSink,
  Connection,
  Host,
  Limiter,
  LineSession,
  Model,
  NewEvent,
  ToolCall,
  ToolRunner,
} from "@internal/schema"
import { fromPlain, Json, toPlain } from "@internal/value"
import { unlimited } from "../limiter/adaptive-limiter.ts"
import { VirtualClock } from "./virtual-clock.ts"

export interface ScriptedCall {
  node: string
  line: number | null
  inputs: Record<string, unknown>
  sink: CallSink
  signal: AbortSignal
}
/** What a scripted node does; what it returns becomes its output, what it throws its error. */
export type Script = (call: ScriptedCall) => unknown

export interface ScriptedOptions {
  connections?: Connection[]
  model?: Model
  limiter?(clock: VirtualClock): Limiter
}

/** A host whose Python tools are functions of the test and whose journal is an array. */
export class ScriptedHost implements Host {
  readonly events: NewEvent[] = []
  readonly clock = new VirtualClock()
  readonly connections
  readonly models
  readonly limiter: Limiter
  readonly javascript = undefined
  readonly python: ToolRunner
  readonly writer = {
    append: (events: NewEvent[]) => {
      this.events.push(...events)
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }

  constructor(scripts: Record<string, Script>, options: ScriptedOptions = {}) {
    const { connections = [], model, limiter } = options
    this.limiter = limiter?.(this.clock) ?? unlimited
    this.connections = { get: async (name: string) => connections.find((c) => c.name === name) }
    this.models = {
      chat: async () => {
        if (!model) throw new TypeError("this test has no model")
        return model
      },
    }
    this.python = {
      prepare: () => Promise.reject(new TypeError("scripted tools are not prepared")),
      open: async () => new ScriptedSession(scripts),
      async [Symbol.asyncDispose]() {},
    }
  }

  /** Events as `type node@line`, for comparing orders. */
  trace(): string[] {
    return this.events.map((event) => {
      const node = "node" in event ? ` ${event.node}` : ""
      const line = "line" in event && event.line !== null ? `@${event.line}` : ""
      return `${event.type}${node}${line}`
    })
  }
}

class ScriptedSession implements LineSession {
  readonly #scripts: Record<string, Script>
  constructor(scripts: Record<string, Script>) {
    this.#scripts = scripts
  }

  async call(call: ToolCall, sink: CallSink, signal: AbortSignal): Promise<CallResult> {
    const inputs = Object.fromEntries(Array.from(call.args, ([name, argument]) => [name, plain(argument)]))
    const script = this.#scripts[call.node]
    if (!script) throw new TypeError(`the test has no script for ${call.node}`)
    const value = await script({ node: call.node, line: call.line, inputs, sink, signal })
    return { value: { kind: "json", json: Json.of(fromPlain(value ?? null)) }, portable: true, calls: [] }
  }

  property = () => Promise.reject(new TypeError("scripted values are never live"))
  equals = () => Promise.reject(new TypeError("scripted values are never live"))
  look = () => Promise.reject(new TypeError("scripted values are never live"))
  join = () => Promise.reject(new TypeError("scripted values are never live"))
  output = () => Promise.reject(new TypeError("scripted values are never live"))
  whole = () => Promise.reject(new TypeError("scripted values are never live"))
  keep = () => Promise.reject(new TypeError("scripted values are never live"))
  async [Symbol.asyncDispose](): Promise<void> {}
}

function plain(argument: Argument): unknown {
  if (argument.kind === "json") return toPlain(argument.json.value)
  if (argument.kind === "list") return argument.items.map(plain)
  return argument.kind === "live" ? toPlain(argument.shown.value) : argument.connection.name
}
