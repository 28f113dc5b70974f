import {
  type LineSession,
  MillraceError,
  type ToolRunner,
  type ToolSignature,
  type ToolSource,
} from "@internal/schema"
import { PythonLineSession } from "./line-session.ts"
import { moreWorkers } from "./platform.ts"
import { startFailure } from "./supervisor.ts"
import { ToolLoader } from "./tool-loader.ts"
import type { Worker } from "./worker.ts"
import { type FactoryOptions, WorkerFactory } from "./worker-factory.ts"

export interface PythonPoolOptions extends FactoryOptions {
  /** Exactly so many workers at most (`PF_WORKER_COUNT`). */
  workers?: number
  /** Lines in flight: no more workers than that. Default 1. */
  lines?: number
}

interface Waiter {
  line: number | null
  since: number
  grant(session: LineSession): void
  refuse(error: unknown): void
}

/**
 * A line waits so long for a worker that is busy before another is started; beyond a few only where lines hold their
 * workers. So quick tools share few workers.
 */
const PATIENCE_MS = 10
const QUICK_WORKERS = 8
/** Workers that are started however little memory is free. */
const BASE_WORKERS = 4
/** Deaths in a row of workers that were never given a call. */
const STARTS = 5

/** Runs the Python tools of one flow folder with one interpreter and one environment. Nothing starts before it is used. */
export function openPythonPool(options: PythonPoolOptions): PythonPool {
  return new PythonPool(options)
}

export class PythonPool implements ToolRunner {
  readonly #options: PythonPoolOptions
  readonly #factory: WorkerFactory
  readonly #tools: ToolLoader
  readonly #workers = new Set<Worker>()
  readonly #idle: Worker[] = []
  readonly #waiting: Waiter[] = []
  #starting = 0
  #failedStarts = 0
  #maximum: number | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false
  #preparing: Promise<unknown> = Promise.resolve()
  /** Moving mean of how long a line holds its worker, and when one was last given back. */
  #hold = 0
  #lastRelease = 0

  constructor(options: PythonPoolOptions) {
    this.#options = options
    this.#factory = new WorkerFactory(options)
    this.#tools = new ToolLoader(() => this.#factory.supervisor())
  }

  /** Starts Python now, so that it is warm when the first tool is needed. */
  warm(): void {
    this.#factory.supervisor()
  }

  /** The version of the interpreter, e.g. `3.11.7`. */
  async version(): Promise<string> {
    return (await this.#factory.supervisor().ready).join(".")
  }

  /**
   * Imports the tools in the order given; equal sources get a module instance each. A failure is the MillraceError at
   * its place: `TOOL_NOT_DEFINED`, `TOOL_AMBIGUOUS`, `TOOL_NOT_FOUND`, `TOOL_LOAD_FAILED`, `WORKER_START_FAILED`.
   */
  prepare(sources: ToolSource[]): Promise<(ToolSignature | Error)[]> {
    const turn = this.#preparing.then(() => this.#tools.prepare(sources))
    this.#preparing = turn.catch(() => undefined)
    return turn
  }

  /**
   * The same signatures from the sources alone: no code of the flow runs. Failures as in `prepare`; undefined for an entry
   * that only running its module would show.
   */
  describe(sources: ToolSource[]): Promise<(ToolSignature | Error | undefined)[]> {
    return this.#tools.describe(sources)
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
    this.#refuseAll(new MillraceError("CANCELED"))
    await this.#factory.close(this.#workers)
  }

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
      waiter.grant(new PythonLineSession(worker, { toolOf: (call) => this.#tools.toolOf(call), release }))
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
    if (brisk && this.#workers.size >= QUICK_WORKERS) {
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
      .then(() => this.#factory.start(this.#tools.canFork))
      .finally(() => this.#starting--)
      .then(
        (worker) => this.#adopt(worker),
        (error: unknown) => this.#refuseAll(error),
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
      else this.#refuseAll(startFailure(`${STARTS} workers in a row ended before they were given a call`))
    })
    this.#release(worker)
  }

  #refuseAll(error: unknown): void {
    for (const waiter of this.#waiting.splice(0)) waiter.refuse(error)
  }
}
