import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server, type Socket } from "node:net"
import { join } from "node:path"
import {
  type LineSession,
  MillraceError,
  type ToolCall,
  type ToolRunner,
  type ToolSignature,
  type ToolSource,
} from "@internal/schema"
import type { Exit } from "./cause.ts"
import { LineReader } from "./line-reader.ts"
import { PythonLineSession } from "./line-session.ts"
import { moreWorkers, type Platform, platformOf } from "./platform.ts"
import type { ErrorMessage, SignatureMessage, StartMessage, SupervisorMessage } from "./protocol.ts"
import { type PythonFiles, pythonFiles } from "./python-files.ts"
import { readError } from "./read-error.ts"
import { readSignature } from "./read-signature.ts"
import { killGroup, type ProcessOptions, Supervisor, startPython } from "./supervisor.ts"
import { type AskHandler, Worker } from "./worker.ts"

export interface PythonPoolOptions {
  /** Path of the Python interpreter (see `resolveRuntime`). */
  interpreter: string
  /** Absolute path of the flow folder: working directory and first entry of the import path. */
  folder: string
  /** Set over the engine's own environment before the first import. */
  environment?: Record<string, string>
  /** Exactly so many workers at most (`PF_WORKER_COUNT`). */
  workers?: number
  /** Lines in flight: no more workers than that. Default 1. */
  lines?: number
  /** Start workers as new processes instead of forking them (`PF_BATCH_METHOD=spawn`). */
  method?: "fork" | "spawn"
  /** What flow code asks of the engine (run a prompty, a built-in tool, a flow). */
  ask?: AskHandler
  /** What tool files print while they are imported. */
  onOutput?(stream: "stdout" | "stderr", text: string): void
  files?: PythonFiles
  platform?: Platform
}

interface Waiter {
  line: number | null
  since: number
  grant(session: LineSession): void
  refuse(error: unknown): void
}

/**
 * A line waits so long for a worker that is busy before another is started; beyond the first four only where lines hold
 * their workers. So quick tools share few workers.
 */
const PATIENCE_MS = 10
const BASE_WORKERS = 4
/** Deaths in a row of workers that were never given a call. */
const STARTS = 5

/** Runs the Python tools of one flow folder with one interpreter and one environment. Nothing starts before it is used. */
export function openPythonPool(options: PythonPoolOptions): PythonPool {
  return new PythonPool(options)
}

export class PythonPool implements ToolRunner {
  readonly #options: PythonPoolOptions
  readonly #platform: Platform
  readonly #files: PythonFiles
  readonly #temporary: string
  readonly #sources: ToolSource[] = []
  readonly #loaded = new Set<number>()
  readonly #nodes = new Map<string, number>()
  readonly #workers = new Set<Worker>()
  readonly #idle: Worker[] = []
  readonly #waiting: Waiter[] = []
  readonly #greetings = new Map<string, (stream: Socket, pid: number, rest: Buffer[]) => void>()
  #supervisor: Supervisor | undefined
  #server: Server | undefined
  #fork: boolean
  #starting = 0
  #numbers = 0
  #failedStarts = 0
  #descriptions = 0
  /** Moving mean of how long a line holds its worker, and when one was last given back. */
  #hold = 0
  #lastRelease = 0
  #maximum: number | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false
  #preparing: Promise<unknown> = Promise.resolve()

  constructor(options: PythonPoolOptions) {
    this.#options = options
    this.#platform = options.platform ?? platformOf()
    this.#files = options.files ?? pythonFiles()
    this.#fork = this.#platform.fork && options.method !== "spawn"
    this.#temporary = mkdtempSync(join(this.#platform.temporary, "millrace-"))
  }

  /** Starts Python now, so that it is warm when the first tool is needed. */
  warm(): void {
    this.#supervise()
  }

  /** The version of the interpreter, e.g. `3.11.7`. */
  async version(): Promise<string> {
    return (await this.#supervise().ready).join(".")
  }

  /**
   * Imports the tools in the order given; equal sources get a module instance each. A failure is the MillraceError at
   * its place: `TOOL_NOT_DEFINED`, `TOOL_AMBIGUOUS`, `TOOL_NOT_FOUND`, `TOOL_LOAD_FAILED`, `WORKER_START_FAILED`.
   */
  async prepare(sources: ToolSource[]): Promise<(ToolSignature | Error)[]> {
    const turn = this.#preparing.then(() => this.#prepare(sources))
    this.#preparing = turn.catch(() => undefined)
    return turn
  }

  /** The same signatures from the sources alone: no code of the flow runs. Failures as in `prepare`. */
  async describe(sources: ToolSource[]): Promise<(ToolSignature | Error)[]> {
    const supervisor = this.#supervise()
    await supervisor.ready
    return Promise.all(sources.map((source) => this.#describe(supervisor, source)))
  }

  open(line: number | null, signal: AbortSignal): Promise<LineSession> {
    const { promise, resolve, reject } = Promise.withResolvers<LineSession>()
    if (signal.aborted || this.#closed) {
      reject(new MillraceError("CANCELED", {}, { cause: signal.reason }))
      return promise
    }
    const abort = (): void => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
      waiter.refuse(new MillraceError("CANCELED", {}, { cause: signal.reason }))
    }
    const waiter: Waiter = {
      line,
      since: performance.now(),
      grant: (session) => {
        signal.removeEventListener("abort", abort)
        resolve(session)
      },
      refuse: (error) => {
        signal.removeEventListener("abort", abort)
        reject(error)
      },
    }
    signal.addEventListener("abort", abort, { once: true })
    this.#waiting.push(waiter)
    this.#serve()
    return promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    for (const waiter of this.#waiting.splice(0)) waiter.refuse(new MillraceError("CANCELED"))
    for (const worker of this.#workers) worker.end()
    const supervisor = this.#supervisor?.process
    supervisor?.outgoing.end()
    const patience = setTimeout(() => {
      supervisor?.kill()
      for (const worker of this.#workers) worker.kill()
    }, 1500)
    await supervisor?.exited
    await Promise.all([...this.#workers].map((worker) => worker.closed))
    clearTimeout(patience)
    this.#server?.close()
    rmSync(this.#temporary, { recursive: true, force: true })
  }

  // --- tools

  async #prepare(sources: ToolSource[]): Promise<(ToolSignature | Error)[]> {
    const places = this.#places(sources)
    const found = new Map<number, ToolSignature | Error>()
    const wanted = new Set(places)
    while (found.size < wanted.size) {
      const supervisor = this.#supervise()
      try {
        await supervisor.ready
      } catch (error) {
        for (const place of wanted) if (!found.has(place)) found.set(place, error as Error) // MillraceError by #ready
        break
      }
      const missing = [...this.#loaded, ...wanted].filter(
        (place) => !found.has(place) || this.#loaded.has(place),
      )
      const left = await this.#load(supervisor, [...new Set(missing)], found)
      const [culprit] = left
      if (culprit === undefined) break
      // The import of this one ended the process: it has its error, the others get a new supervisor.
      const source = this.#sources[culprit] as ToolSource // a place in the list
      const exit = await supervisor.process.exited
      found.set(culprit, this.#importEnded(source, supervisor.process.reason(exit)))
      this.#loaded.delete(culprit)
    }
    return places.map((place) => found.get(place) as ToolSignature | Error) // every place was filled above
  }

  /** The place of every source; the second of two equal sources has its own. */
  #places(sources: ToolSource[]): number[] {
    const used = new Set<number>()
    return sources.map((source) => {
      const key = JSON.stringify(source)
      let place = this.#sources.findIndex((known, index) => !used.has(index) && JSON.stringify(known) === key)
      if (place < 0) place = this.#sources.push(source) - 1
      used.add(place)
      return place
    })
  }

  /** Loads the tools one after another; answers those that were not reached because the process ended. */
  async #load(
    supervisor: Supervisor,
    places: number[],
    found: Map<number, ToolSignature | Error>,
  ): Promise<number[]> {
    const left = new Set(places)
    const { promise, resolve } = Promise.withResolvers<void>()
    using _listening = supervisor.listen((message) => {
      if (message.type !== "prepared") return
      this.#fork &&= message.fork
      left.delete(message.index)
      if (message.signature !== null) {
        this.#loaded.add(message.index)
        supervisor.loaded.add(message.index)
      }
      found.set(message.index, signatureOrError(this.#sources[message.index] as ToolSource, message)) // the index sent
      if (left.size === 0) resolve()
    })
    for (const index of places) {
      supervisor.send({ type: "prepare", index, source: this.#sources[index] as ToolSource }) // its place
    }
    if (left.size > 0) await Promise.race([promise, supervisor.process.exited])
    return [...left]
  }

  async #describe(supervisor: Supervisor, source: ToolSource): Promise<ToolSignature | Error> {
    const id = ++this.#descriptions
    const { promise, resolve } = Promise.withResolvers<ToolSignature | Error>()
    using _listening = supervisor.listen((message) => {
      if (message.type === "described" && message.id === id) resolve(signatureOrError(source, message))
    })
    supervisor.send({ type: "describe", id, source })
    const ended = supervisor.process.exited.then((exit) => startFailure(supervisor.process.reason(exit)))
    return await Promise.race([promise, ended])
  }

  #importEnded(source: ToolSource, reason: string): MillraceError {
    const path = "path" in source ? source.path : source.tool
    return new MillraceError("TOOL_LOAD_FAILED", {
      path,
      type: "SystemExit",
      detail: `importing it ended the Python process: ${reason}`,
      fix: "Move what ends the process out of the module's top level.",
    })
  }

  /** Nodes that share a source get its instances in the order in which they are first called. */
  #toolOf(call: ToolCall): number {
    const known = this.#nodes.get(call.node)
    if (known !== undefined) return known
    const key = JSON.stringify(call.source)
    const taken = new Set(this.#nodes.values())
    const places = this.#sources.flatMap((source, index) => (JSON.stringify(source) === key ? [index] : []))
    const place =
      places.find((index) => !taken.has(index)) ?? places.at(-1) ?? this.#sources.push(call.source) - 1
    this.#nodes.set(call.node, place)
    return place
  }

  // --- workers

  #serve(): void {
    while (this.#waiting.length > 0 && this.#idle.length > 0) {
      const worker = this.#idle.pop() as Worker // just counted
      if (!worker.alive) continue
      const waiter = this.#waiting.shift() as Waiter // just counted
      worker.line = waiter.line
      const since = performance.now()
      const release = (used: Worker): void => {
        this.#lastRelease = performance.now()
        this.#hold += (this.#lastRelease - since - this.#hold) / 8
        this.#release(used)
      }
      waiter.grant(new PythonLineSession(worker, { toolOf: (call) => this.#toolOf(call), release }))
    }
    if (this.#waiting.length === 0 || this.#closed) return
    if (this.#workers.size + this.#starting === 0) this.#start()
    else this.#timer ??= setTimeout(() => this.#grow(), PATIENCE_MS)
  }

  /** Starts workers for lines that have waited, at most as many again as there are. */
  #grow(): void {
    this.#timer = undefined
    const due = performance.now() - PATIENCE_MS
    const late = this.#waiting.filter((waiter) => waiter.since <= due).length
    const room = this.#limit() - this.#workers.size - this.#starting
    const brisk = this.#hold < PATIENCE_MS / 2 && performance.now() - this.#lastRelease < PATIENCE_MS
    if (brisk && this.#workers.size >= BASE_WORKERS) {
      this.#serve()
      return
    }
    const count = Math.min(late - this.#starting, room, Math.max(1, this.#workers.size))
    for (let started = 0; started < count; started++) this.#start()
    this.#serve()
  }

  #limit(): number {
    const { workers, lines = 1 } = this.#options
    if (workers !== undefined) return workers
    const [first] = this.#workers
    if (this.#maximum === undefined && first?.used) this.#maximum = BASE_WORKERS + moreWorkers(first.pid)
    return Math.min(lines, this.#maximum ?? BASE_WORKERS)
  }

  #release(worker: Worker): void {
    if (!worker.alive) return
    this.#idle.push(worker)
    this.#serve()
  }

  #start(): void {
    this.#starting++
    this.#preparing
      .then(() => this.#supervise().ready)
      .then(() => (this.#fork ? this.#forkWorker() : this.#spawnWorker()))
      .then(
        (worker) => {
          this.#starting--
          this.#adopt(worker)
        },
        (error: unknown) => {
          this.#starting--
          this.#giveUp(error)
        },
      )
  }

  #adopt(worker: Worker): void {
    if (this.#closed) {
      worker.end()
      return
    }
    this.#workers.add(worker)
    void worker.closed.then(() => {
      this.#workers.delete(worker)
      this.#failedStarts = worker.used ? 0 : this.#failedStarts + 1
      if (this.#failedStarts < STARTS) this.#serve()
      else this.#giveUp(startFailure(`${STARTS} workers in a row ended before they were given a call`))
    })
    this.#release(worker)
  }

  #giveUp(error: unknown): void {
    for (const waiter of this.#waiting.splice(0)) waiter.refuse(error)
  }

  async #forkWorker(): Promise<Worker> {
    const supervisor = this.#supervise()
    await this.#listen()
    const number = ++this.#numbers
    const token = randomBytes(16).toString("hex")
    const { stdout, stderr } = this.#outputs(number)
    const greeted = Promise.withResolvers<{ stream: Socket; pid: number; rest: Buffer[] }>()
    this.#greetings.set(token, (stream, pid, rest) => greeted.resolve({ stream, pid, rest }))
    const ended = Promise.withResolvers<Exit>()
    const listening = supervisor.listen((message: SupervisorMessage) => {
      if (message.type === "exit" && message.worker === number) ended.resolve(message)
    })
    const exited = Promise.race([ended.promise, supervisor.process.exited])
    void exited.then(() => listening[Symbol.dispose]())
    const loaded = [...supervisor.loaded]
    supervisor.send({ type: "fork", worker: number, token, stdout, stderr })
    const outcome = await Promise.race([greeted.promise, exited])
    this.#greetings.delete(token)
    if (!("stream" in outcome)) throw startFailure(supervisor.process.reason(outcome))
    const { stream, pid, rest } = outcome
    for (const chunk of rest) stream.unshift(chunk)
    const worker = new Worker({
      number,
      pid,
      incoming: stream,
      outgoing: stream,
      stderr,
      ask: this.#ask,
      kill: () => killGroup(pid),
    })
    for (const place of loaded) worker.tools.add(place)
    void exited.then((exit) => worker.exited(exit))
    return worker
  }

  async #spawnWorker(): Promise<Worker> {
    const number = ++this.#numbers
    const { stdout, stderr } = this.#outputs(number)
    const child = startPython(this.#processOptions(), ["--worker"])
    child.send({ ...this.#startMessage(), stdout, stderr })
    const worker = new Worker({
      number,
      pid: child.child.pid ?? 0,
      incoming: child.incoming,
      outgoing: child.outgoing,
      stderr,
      ask: this.#ask,
      kill: () => child.kill(),
    })
    void child.exited.then((exit) => worker.exited(exit))
    return worker
  }

  readonly #ask: AskHandler = (kind, payload) => {
    if (this.#options.ask) return this.#options.ask(kind, payload)
    return Promise.reject(new MillraceError("USAGE", { reason: `${kind} cannot be used from a tool here.` }))
  }

  // --- processes

  #supervise(): Supervisor {
    if (this.#closed) throw new MillraceError("CANCELED")
    if (this.#supervisor === undefined || this.#supervisor.exit !== undefined) {
      this.#supervisor = new Supervisor(this.#processOptions(), this.#startMessage())
      if (this.#fork) void this.#listen()
    }
    return this.#supervisor
  }

  #processOptions(): ProcessOptions {
    const { interpreter, folder, onOutput } = this.#options
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("MILLRACE_"))
    const environment = { ...Object.fromEntries(inherited), ...this.#options.environment }
    return {
      interpreter,
      worker: this.#files.worker,
      folder,
      environment,
      platform: this.#platform,
      onOutput,
    }
  }

  #startMessage(): StartMessage {
    return {
      type: "start",
      folder: this.#options.folder,
      shim: this.#files.shim,
      socket: join(this.#temporary, "s"),
      temporary: this.#temporary,
      fork: this.#fork,
      token: null,
      stdout: null,
      stderr: null,
    }
  }

  #outputs(number: number): { stdout: string; stderr: string } {
    return { stdout: join(this.#temporary, `${number}.out`), stderr: join(this.#temporary, `${number}.err`) }
  }

  /** The socket that forked workers connect to; each says its one-time token first. */
  async #listen(): Promise<void> {
    if (this.#server === undefined) {
      this.#server = createServer((stream) => this.#greet(stream))
      this.#server.listen(join(this.#temporary, "s"))
    }
    if (!this.#server.listening) {
      await new Promise<void>((resolve, reject) => {
        this.#server?.once("listening", resolve)
        this.#server?.once("error", reject)
      })
    }
  }

  #greet(stream: Socket): void {
    stream.on("error", () => undefined)
    let seen = Buffer.alloc(0)
    const read = (chunk: Buffer): void => {
      seen = Buffer.concat([seen, chunk])
      const end = seen.indexOf(10)
      if (end < 0 && seen.length < 4096) return
      stream.off("data", read)
      stream.pause()
      let hello: { token?: string; pid?: number } = {}
      new LineReader((line) => {
        try {
          hello = JSON.parse(line)
        } catch {
          // not one of ours
        }
      }).push(seen.subarray(0, end + 1))
      const greeting = this.#greetings.get(hello.token ?? "")
      if (greeting === undefined) stream.destroy()
      else greeting(stream, hello.pid ?? 0, end + 1 < seen.length ? [seen.subarray(end + 1)] : [])
    }
    stream.on("data", read)
  }
}

function signatureOrError(
  source: ToolSource,
  message: { signature: SignatureMessage | null; error: ErrorMessage | null },
): ToolSignature | Error {
  if (message.signature !== null) return readSignature(source, message.signature)
  return readError(message.error as ErrorMessage) // exactly one of the two is set
}

function startFailure(reason: string): MillraceError {
  return new MillraceError("WORKER_START_FAILED", { reason, hint: "millrace doctor" })
}
