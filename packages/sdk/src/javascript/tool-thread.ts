import { Worker } from "node:worker_threads"
import type { CallSink } from "@internal/schema"
import { BEGUN, CLOSED, type FromWorker, type ToWorker } from "./messages.ts"

const ENTRY = new URL("./tool-worker.ts", import.meta.url)
/** Enums, namespaces and parameter properties too, not only types that can be erased. */
const FULL_TYPESCRIPT = ["--experimental-transform-types", "--disable-warning=ExperimentalWarning"]
/** A thread that does not answer for so long is held by code that never waits. */
const PATIENCE_MS = 500
/** Calls that wait so long for a thread which another call holds go to another thread. */
const MOVE_MS = 2000

/** Why calls of a thread end that hung because of another one: they are made again. */
export const HUNG = Symbol("another call holds the thread")

export type AskedCall = Omit<Extract<ToWorker, { file: string }>, "id">

interface Pending {
  resolve(value: unknown): void
  reject(error: unknown): void
  sink: CallSink
  /** When it was asked; undefined for a call that needs this thread's objects. */
  since: number | undefined
}

/** One thread that runs tools, any number of calls at once. */
export class ToolThread {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #shared = new Int32Array(new SharedArrayBuffer(8))
  #watching: NodeJS.Timeout | undefined
  #next = 1
  #idle: (() => void) | undefined
  #answered: (() => void) | undefined
  #drained: Promise<void> | undefined
  isAlive = true

  constructor(env: Record<string, string>) {
    const worker = new Worker(ENTRY, {
      env,
      execArgv: FULL_TYPESCRIPT,
      stdout: true,
      stderr: true,
      workerData: this.#shared,
    })
    this.#worker = worker
    worker.unref()
    worker.on("message", (message: FromWorker) => this.#heard(message))
    worker.on("error", (error) => this.#fail(error))
    worker.on("exit", (code) => this.#fail(new Error(`the tool called process.exit(${code})`)))
  }

  /** Rejects with what the tool threw, with the reason of `signal`, or with `HUNG`. */
  ask(call: AskedCall, sink: CallSink, signal: AbortSignal): Promise<unknown> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#pending.delete(id)
        reject(signal.reason)
      }
      signal.addEventListener("abort", stop, { once: true })
      const leave = () => signal.removeEventListener("abort", stop)
      this.#pending.set(id, {
        resolve: (value) => {
          leave()
          resolve(value)
        },
        reject: (error) => {
          leave()
          reject(error)
        },
        sink,
        since: call.entry ? undefined : performance.now(),
      })
      this.#watching ??= setInterval(() => this.#moveWaiting(), PATIENCE_MS).unref()
      this.#worker.postMessage({ id, ...call } satisfies ToWorker)
    })
  }

  /** Lets the other calls end, and ends; where the thread does not even answer, they end with `HUNG` at once. */
  drain(): Promise<void> {
    this.#drained ??= this.#drain()
    return this.#drained
  }

  async #drain(): Promise<void> {
    if (this.#pending.size > 0 && (await this.#answers())) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve
        if (this.#pending.size === 0) resolve()
      })
    }
    this.#fail(HUNG)
    await this.end()
  }

  async end(): Promise<void> {
    this.isAlive = false
    await this.#worker.terminate()
  }

  /** Ends calls with `HUNG` that have not begun, because one that has begun never waits; the thread takes no more. */
  #moveWaiting(): void {
    if (this.#pending.size === 0) {
      clearInterval(this.#watching)
      this.#watching = undefined
      return
    }
    const late = performance.now() - MOVE_MS
    const begun = Atomics.load(this.#shared, BEGUN)
    if (begun === 0) return // it is still being started
    const waiting = [...this.#pending].filter(([id, { since }]) => id > begun && since !== undefined)
    if (!waiting.some(([, { since = late }]) => since < late)) return
    this.isAlive = false
    Atomics.store(this.#shared, CLOSED, 1)
    const last = Atomics.load(this.#shared, BEGUN)
    for (const [id, one] of waiting) {
      if (id <= last) continue // it answers itself, whether it has begun
      this.#pending.delete(id)
      one.reject(HUNG)
    }
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), PATIENCE_MS)
      this.#answered = () => {
        clearTimeout(late)
        resolve(true)
      }
      this.#worker.postMessage({ ping: true } satisfies ToWorker)
    })
  }

  #heard(message: FromWorker): void {
    if ("pong" in message) {
      this.#answered?.()
      return
    }
    const pending = this.#pending.get(message.id)
    if ("stream" in message) {
      pending?.sink.log(message.stream, message.text)
      return
    }
    this.#pending.delete(message.id)
    if ("left" in message) pending?.reject(HUNG)
    else if (message.ok) pending?.resolve(message.value)
    else pending?.reject(new ThrownByTool(message))
    if (this.#pending.size > 0) return
    this.#idle?.()
    if (Atomics.load(this.#shared, CLOSED) === 1) void this.end()
  }

  #fail(reason: unknown): void {
    this.isAlive = false
    clearInterval(this.#watching)
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const one of pending) one.reject(reason)
    this.#idle?.()
  }
}

export class ThrownByTool extends Error {
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
