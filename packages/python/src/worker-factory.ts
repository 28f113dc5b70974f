import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import type { AskHandler } from "./answer-question.ts"
import type { Exit } from "./cause.ts"
import { type Platform, platformOf } from "./platform.ts"
import type { ModelCalls, StartMessage } from "./protocol.ts"
import { type PythonFiles, pythonFiles } from "./python-files.ts"
import { killGroup, type ProcessOptions, Supervisor, startFailure, startPython } from "./supervisor.ts"
import { Worker } from "./worker.ts"
import { WorkerDoor } from "./worker-door.ts"

export interface FactoryOptions {
  /** Path of the Python interpreter (see `resolveRuntime`). */
  interpreter: string
  /** For `describe` of files alone: Python starts without the user's site packages, in a third of the time. */
  isolated?: boolean
  /** Absolute path of the flow folder: first entry of the import path, and the working directory. */
  folder: string
  /** Another working directory. */
  cwd?: string
  /** Set over the engine's own environment before the first import. */
  environment?: Record<string, string>
  /** Start workers as new processes instead of forking them (`PF_BATCH_METHOD=spawn`). */
  method?: "fork" | "spawn"
  /** What flow code asks of the engine (run a prompty, a built-in tool, a flow). */
  ask?: AskHandler
  /** Where images of the execution lie, and the key of what stands for them in values. */
  media?: { key: string; folder: string }
  /** What becomes of model calls that the flow's code makes itself. Default: they are reported. */
  modelCalls?: ModelCalls
  /** What tool files print while they are imported. */
  onOutput?(stream: "stdout" | "stderr", text: string): void
  files?: PythonFiles
  platform?: Platform
}

/** Starts the processes of a pool: one supervisor at a time, and workers forked from it or new ones. */
export class WorkerFactory {
  readonly #options: FactoryOptions
  readonly #files: PythonFiles
  readonly #platform: Platform
  readonly #temporary: string
  readonly #forks: boolean
  #supervisor: Supervisor | undefined
  #door: WorkerDoor | undefined
  #numbers = 0
  #closed = false

  constructor(options: FactoryOptions) {
    this.#options = options
    this.#files = options.files ?? pythonFiles()
    this.#platform = options.platform ?? platformOf()
    this.#forks = this.#platform.fork && options.method !== "spawn"
    this.#temporary = mkdtempSync(join(this.#platform.temporary, "millrace-"))
  }

  /** The supervisor; a new one if the last one ended. */
  supervisor(): Supervisor {
    if (this.#closed) throw new MillraceError("CANCELED")
    if (this.#supervisor === undefined || this.#supervisor.exit !== undefined) {
      if (this.#forks) this.#door ??= new WorkerDoor(this.#temporary)
      this.#supervisor = new Supervisor(this.#processOptions(), this.#startMessage(), this.#ask)
    }
    return this.#supervisor
  }

  /** A worker, ready for calls. Rejects with `WORKER_START_FAILED`. */
  async start(canFork: boolean): Promise<Worker> {
    const supervisor = this.supervisor()
    await supervisor.ready
    return canFork && this.#door ? this.#fork(supervisor, this.#door) : this.#spawn()
  }

  /** Ends the supervisor, and with it what it forked; `workers` are asked to leave first. */
  async close(workers: Iterable<Worker>): Promise<void> {
    this.#closed = true
    const all = [...workers]
    for (const worker of all) worker.end()
    const supervisor = this.#supervisor?.process
    supervisor?.outgoing.end()
    const patience = setTimeout(() => {
      supervisor?.kill()
      for (const worker of all) worker.kill()
    }, PATIENCE_MS)
    await supervisor?.exited
    await Promise.all(all.map((worker) => worker.closed))
    clearTimeout(patience)
    this.#door?.close()
    rmSync(this.#temporary, { recursive: true, force: true })
  }

  async #fork(supervisor: Supervisor, door: WorkerDoor): Promise<Worker> {
    const number = ++this.#numbers
    using expected = await door.expect()
    const outputs = this.#outputs(number)
    const ended = Promise.withResolvers<Exit>()
    const listening = supervisor.listen((message) => {
      if (message.type === "exit" && message.worker === number) ended.resolve(message)
    })
    const exited = Promise.race([ended.promise, supervisor.process.exited])
    void exited.then(() => listening[Symbol.dispose]())
    const loaded = [...supervisor.loaded]
    supervisor.send({ type: "fork", worker: number, token: expected.token, ...outputs })
    const outcome = await Promise.race([expected.arrival, exited])
    if (!("stream" in outcome)) throw startFailure(supervisor.process.reason(outcome))
    const { stream, pid } = outcome
    const worker = new Worker({
      pid,
      incoming: stream,
      outgoing: stream,
      stderr: outputs.stderr,
      ask: this.#ask,
      kill: () => killGroup(pid),
    })
    for (const place of loaded) worker.tools.add(place)
    void exited.then((exit) => worker.exited(exit))
    return worker
  }

  #spawn(): Worker {
    const outputs = this.#outputs(++this.#numbers)
    const child = startPython(this.#processOptions(), ["--worker"])
    child.send({ ...this.#startMessage(), ...outputs })
    const worker = new Worker({
      pid: child.child.pid ?? 0,
      incoming: child.incoming,
      outgoing: child.outgoing,
      stderr: outputs.stderr,
      ask: this.#ask,
      kill: () => child.kill(),
    })
    void child.exited.then((exit) => worker.exited(exit))
    return worker
  }

  readonly #ask: AskHandler = (kind, payload, caller) => {
    if (this.#options.ask) return this.#options.ask(kind, payload, caller)
    return Promise.reject(new MillraceError("USAGE", { reason: `${kind} cannot be used from a tool here.` }))
  }

  #processOptions(): ProcessOptions {
    const { interpreter, folder, cwd = folder, isolated, onOutput } = this.#options
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("MILLRACE_"))
    const environment = { ...Object.fromEntries(inherited), ...this.#options.environment }
    return {
      interpreter,
      isolated,
      worker: this.#files.worker,
      folder: cwd,
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
      socket: this.#door?.path ?? null,
      temporary: this.#temporary,
      media: this.#options.media ?? null,
      fork: this.#forks,
      calls: this.#options.modelCalls ?? "report",
      token: null,
      stdout: null,
      stderr: null,
    }
  }

  /** Files behind a worker's descriptors 1 and 2: a pipe that nobody empties would stop a tool that writes much. */
  #outputs(number: number): { stdout: string; stderr: string } {
    return { stdout: join(this.#temporary, `${number}.out`), stderr: join(this.#temporary, `${number}.err`) }
  }
}

/** How long processes that were told to leave may take. */
const PATIENCE_MS = 1500
