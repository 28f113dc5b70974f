import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Argument, CallResult, CallSink, LineSession, NodeValue, ToolSource } from "@internal/schema"
import { Json } from "@internal/value"
import { writeFiles } from "../../../../tests/support/write-files.ts"
import { PythonPool, type PythonPoolOptions } from "../python-pool.ts"
import { systemPython } from "../runtime/system-python.ts"

export type Live = NodeValue & { kind: "live" }

/** A folder with these files, removed at the end. */
export function folderWith(files: Record<string, string>): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "play-"))
  writeFiles(path, files)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** What a call wrote and sent besides its result. */
export class Recorder implements CallSink {
  readonly stdout: string[] = []
  readonly stderr: string[] = []
  readonly deltas: string[] = []
  readonly metrics: [string, string, string | undefined][] = []
  #first = Promise.withResolvers<void>()

  log(stream: "stdout" | "stderr", text: string): void {
    this[stream].push(text)
    this.#first.resolve()
  }
  delta(text: string): void {
    this.deltas.push(text)
  }
  metric(name: string, value: Json, variant?: string): void {
    this.metrics.push([name, value.text, variant])
  }
  /** When the first text arrives: the call is running. */
  get started(): Promise<void> {
    return this.#first.promise
  }
  /** Text without the time before each write. */
  plain(stream: "stdout" | "stderr"): string {
    return this[stream].join("").replace(/\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000\] /g, "")
  }
}

export function json(text: string): Argument & NodeValue {
  return { kind: "json", json: Json.ofText(text) }
}

export function textOf(value: NodeValue): string {
  return value.kind === "json" ? value.json.text : `live ${value.type} ${value.shown.text}`
}

export function code(path: string): ToolSource {
  return { type: "code", path }
}

const never = new AbortController().signal
/** One for all test runs: it remembers where `python3` really is. */
const home = join(tmpdir(), "play-home")

/** A pool over a folder of tool files, with short forms for what tests do. */
export class Play implements AsyncDisposable {
  readonly pool: PythonPool
  readonly #folder: { path: string } & Disposable

  private constructor(pool: PythonPool, folder: { path: string } & Disposable) {
    this.pool = pool
    this.#folder = folder
  }

  /** Files without their first lines: `t` gets `from promptflow.core import tool` before it. */
  static async of(files: Record<string, string>, options: Partial<PythonPoolOptions> = {}): Promise<Play> {
    const folder = folderWith(files)
    const interpreter = options.interpreter ?? (await systemPython(folder.path, home))
    return new Play(new PythonPool({ interpreter, folder: folder.path, ...options }), folder)
  }

  get folder(): string {
    return this.#folder.path
  }

  line(line: number | null = 0): Promise<LineSession> {
    return this.pool.open(line, never)
  }

  /** One call in a line of its own. */
  async call(
    path: string,
    args: Record<string, Argument> = {},
    sink: CallSink = new Recorder(),
  ): Promise<CallResult> {
    await using session = await this.line()
    return await this.callIn(session, path, args, sink)
  }

  callIn(
    session: LineSession,
    path: string,
    args: Record<string, Argument> = {},
    sink: CallSink = new Recorder(),
    signal: AbortSignal = never,
    line: number | null = 0,
  ): Promise<CallResult> {
    const node = path.replace(/\.py$/, "")
    const call = { node, source: code(path), line, init: new Map(), args: new Map(Object.entries(args)) }
    return session.call(call, sink, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pool[Symbol.asyncDispose]()
    this.#folder[Symbol.dispose]()
  }
}

/** A tool file: the import, then the body of `t(<parameters>)`. */
export function tool(parameters: string, ...body: string[]): string {
  return `from promptflow.core import tool\n\n@tool\ndef t(${parameters}):\n${body.map((line) => `    ${line}\n`).join("")}`
}
