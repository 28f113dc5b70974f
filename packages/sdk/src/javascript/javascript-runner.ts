import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { Worker } from "node:worker_threads"
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
import type { EntryCall, FromWorker } from "./messages.ts"
import { type ReadFunction, readFunction } from "./signature.ts"

interface Known extends ReadFunction {
  file: string
  /** Of the entry of a flex flow: what the file exports. */
  entry?: ReadEntry & { name: string }
}
interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
  sink: CallSink
}

const ENTRY = new URL("./tool-worker.ts", import.meta.url)
/** Enums, namespaces and parameter properties too, not only types that can be erased. */
const FULL_TYPESCRIPT = ["--experimental-transform-types", "--disable-warning=ExperimentalWarning"]

/** Runs JavaScript and TypeScript tools of one flow folder in a worker thread, replaced when a call has to be stopped. */
export class JavascriptRunner implements ToolRunner {
  readonly #folder: string
  readonly #env: Record<string, string>
  readonly #tools = new Map<string, Known>()
  readonly #pending = new Map<number, Pending>()
  #worker: Worker | undefined
  #next = 1

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
    await this.#worker?.terminate()
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
    const stop = () => this.#replace(signal.reason)
    signal.addEventListener("abort", stop, { once: true })
    try {
      const value = await this.#ask(known.file, args, sink, entry && entryCall(call, entry, entry.name))
      const answer = aggregates ? logMetrics(value, sink) : result(value)
      return { value: answer, portable: true, calls: [] }
    } catch (thrown) {
      if (!entry || !(thrown instanceof ThrownByTool)) throw toolError(call.node, thrown)
      if (!aggregates || !thrown.made) throw entryError(call, entry.name, thrown)
      sink.log("stderr", `aggregate failed, so the run has no metrics:\n${thrown.stack}\n`)
      return { value: result(null), portable: true, calls: [] }
    } finally {
      signal.removeEventListener("abort", stop)
    }
  }

  #ask(file: string, args: unknown[], sink: CallSink, entry?: EntryCall): Promise<unknown> {
    this.#worker ??= this.#start()
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, sink })
      this.#worker?.postMessage({ id, file, args, ...(entry && { entry }) })
    })
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, {
      env: this.#env,
      execArgv: FULL_TYPESCRIPT,
      stdout: true,
      stderr: true,
    })
    worker.unref()
    worker.on("message", (message: FromWorker) => {
      const pending = this.#pending.get(message.id)
      if ("stream" in message) {
        pending?.sink.log(message.stream, message.text)
        return
      }
      this.#pending.delete(message.id)
      if (message.ok) pending?.resolve(message.value)
      else pending?.reject(new ThrownByTool(message))
    })
    worker.on("error", (error) => this.#replace(error))
    worker.on("exit", (code) => {
      if (this.#worker === worker && code !== 0)
        this.#replace(new Error(`the tool called process.exit(${code})`))
    })
    return worker
  }

  /** A stuck or dead thread goes; the calls that it held end with the reason. */
  #replace(reason: unknown): void {
    const worker = this.#worker
    this.#worker = undefined
    for (const pending of this.#pending.values()) pending.reject(reason)
    this.#pending.clear()
    void worker?.terminate()
  }
}

class ThrownByTool extends Error {
  readonly type: string
  readonly made: boolean
  override stack: string
  constructor({ type, message, stack, made }: Extract<FromWorker, { ok: false }>) {
    super(message)
    this.type = type
    this.made = made
    this.stack = stack
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
  return { kind: "json", json: Json.of(fromPlain(value === undefined ? null : value)) }
}
