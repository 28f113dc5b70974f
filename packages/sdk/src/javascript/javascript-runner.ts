import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { readEntryName } from "@internal/flow"
import {
  type Argument,
  type CallResult,
  type CallSink,
  type LineSession,
  MillraceError,
  type NodeValue,
  sourceName,
  type ToolCall,
  type ToolRunner,
  type ToolSignature,
  type ToolSource,
  toMillraceError,
} from "@internal/schema"
import { fromPlain, Json, toPlain } from "@internal/value"
import { arranged, entryCall, entryError, logMetrics } from "./entry-runner.ts"
import { type ReadEntry, readEntry } from "./entry-signature.ts"
import { type ReadFunction, readFunction } from "./signature.ts"
import { type AskedCall, HUNG, ThrownByTool, ToolThread } from "./tool-thread.ts"

interface Known extends ReadFunction {
  file: string
  /** Of the entry of a flex flow: what the file exports. */
  entry?: ReadEntry & { name: string }
}
/**
 * Runs JavaScript and TypeScript tools of one flow folder in a worker thread. When a call has to be stopped, its thread takes
 * no further ones: the calls of other lines end there, or, if the thread hangs, are made again in the next.
 */
export class JavascriptRunner implements ToolRunner {
  readonly #folder: string
  readonly #env: Record<string, string>
  readonly #tools = new Map<string, Known>()
  readonly #retired = new Set<ToolThread>()
  #thread: ToolThread | undefined

  constructor(options: { folder: string; environment: Record<string, string> }) {
    this.#folder = options.folder
    this.#env = options.environment
  }

  async prepare(sources: ToolSource[]): Promise<(ToolSignature | Error)[]> {
    return sources.map((source) => {
      try {
        return this.#known(source).signature
      } catch (thrown) {
        return toMillraceError(thrown)
      }
    })
  }

  async open(_line: number | null, _signal: AbortSignal): Promise<LineSession> {
    const unreachable = () => Promise.reject(new TypeError("JavaScript tools have no live values"))
    return {
      call: (call, sink, signal) => this.#call(call, sink, signal),
      property: unreachable,
      equals: unreachable,
      look: unreachable,
      join: unreachable,
      output: unreachable,
      whole: unreachable,
      keep: unreachable,
      async [Symbol.asyncDispose]() {},
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#retired, ...(this.#thread ? [this.#thread] : [])].map((one) => one.end()))
  }

  #known(source: ToolSource): Known {
    const key = sourceName(source)
    const known = this.#tools.get(key) ?? this.#read(source)
    this.#tools.set(key, known)
    return known
  }

  #read(source: ToolSource): Known {
    if (source.type === "code") {
      const file = resolve(this.#folder, source.path)
      return { ...readFunction(readFileSync(file, "utf8"), source.path), file }
    }
    const name = source.type === "entry" ? readEntryName(source.entry) : undefined
    if (!name) throw new MillraceError("TOOL_NOT_FOUND", { tool: sourceName(source) })
    const file = resolve(this.#folder, name.module)
    const entry = sourceName(source)
    if (!existsSync(file)) {
      throw new MillraceError("ENTRY_INVALID", { entry, reason: `there is no file ${name.module}` })
    }
    const read = readEntry(readFileSync(file, "utf8"), entry, name.name)
    return { signature: read.signature, byObject: read.byObject, file, entry: { ...read, name: name.name } }
  }

  async #call(call: ToolCall, sink: CallSink, signal: AbortSignal): Promise<CallResult> {
    const known = this.#known(call.source)
    const { entry } = known
    const values = new Map(Array.from(call.args, ([name, argument]) => [name, plain(argument)]))
    const aggregates = call.method === "aggregate"
    const args = aggregates
      ? [...values.values()]
      : arranged(values, known.signature.parameters, known.byObject)
    try {
      const asked = { file: known.file, args, ...(entry && { entry: entryCall(call, entry, entry.name) }) }
      const value = await this.#ask(asked, sink, signal)
      const answer = aggregates ? logMetrics(value, sink) : result(value)
      return { value: answer, portable: true, calls: [] }
    } catch (thrown) {
      if (!entry || !(thrown instanceof ThrownByTool)) throw toolError(call.node, thrown)
      if (!aggregates || !thrown.made) throw entryError(call, entry.name, thrown)
      sink.log("stderr", `aggregate failed, so the run has no metrics:\n${thrown.stack}\n`)
      return { value: result(null), portable: true, calls: [] }
    }
  }

  async #ask(call: AskedCall, sink: CallSink, signal: AbortSignal): Promise<unknown> {
    for (;;) {
      signal.throwIfAborted()
      this.#thread ??= new ToolThread(this.#env)
      const thread = this.#thread
      const stop = () => this.#retire(thread)
      signal.addEventListener("abort", stop, { once: true })
      try {
        return await thread.ask(call, sink, signal)
      } catch (thrown) {
        if (this.#thread === thread && !thread.isAlive) {
          this.#thread = undefined
          this.#retired.add(thread) // calls that it has begun go on there
        }
        if (thrown !== HUNG) throw thrown
      } finally {
        signal.removeEventListener("abort", stop)
      }
    }
  }

  #retire(thread: ToolThread): void {
    if (this.#thread === thread) this.#thread = undefined
    this.#retired.add(thread)
    void thread.drain().finally(() => this.#retired.delete(thread))
  }
}

function toolError(node: string, thrown: unknown): MillraceError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const type = error instanceof ThrownByTool ? error.type : error.name
  return new MillraceError(
    "TOOL_FAILED",
    { node_name: node, type, detail: error.message },
    {
      cause: thrown,
      trace: error.stack ?? "",
      format: "Execution failure in '{node_name}'.",
      additionalInfo: [
        {
          type: "ToolExecutionErrorDetails",
          info: { type, message: error.message, traceback: error.stack ?? "" },
        },
      ],
    },
  )
}

function plain(argument: Argument): unknown {
  if (argument.kind === "json") return toPlain(argument.json.value)
  if (argument.kind === "live") return toPlain(argument.shown.value)
  if (argument.kind === "list") return argument.items.map(plain)
  const { name, type, configs, secrets } = argument.connection
  return { name, type, ...configs, ...secrets }
}

function result(value: unknown): NodeValue {
  try {
    return { kind: "json", json: Json.of(fromPlain(value === undefined ? null : value)) }
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    throw new TypeError("the answer holds itself, or is nested too deeply: JSON cannot hold it")
  }
}
