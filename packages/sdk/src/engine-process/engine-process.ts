import { type ChildProcess, fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { type ErrorRecord, errorRecord, MillraceError } from "@internal/schema"
import type { OpenOptions } from "../api/millrace-api.ts"
import type { FromEngine, ToEngine, WorkEnd, WorkEvent, WorkOperation, WorkOptions } from "./protocol.ts"

/** Who hears of a work. */
export interface WorkListener {
  told(event: WorkEvent): void
  ended(end: WorkEnd): void
}

/**
 * Flows run in processes of their own, never in a server's: code that hangs, exits or crashes ends its engine and nothing
 * else. The process starts with the first work and is started again after it has died.
 */
export class EngineProcess implements AsyncDisposable {
  readonly #options: OpenOptions
  readonly #outlives: boolean
  readonly #works = new Map<string, WorkListener>()
  #child: ChildProcess | undefined

  /** `outlives`: a work that runs goes to its end when this process is gone. */
  constructor(options: OpenOptions, { outlives = false }: { outlives?: boolean } = {}) {
    this.#options = options
    this.#outlives = outlives
  }

  get busy(): boolean {
    return this.#works.size > 0
  }

  /** Starts it, so that the first work finds it warm. */
  warm(): void {
    this.#child ??= this.#fork()
  }

  start<O extends WorkOperation>(
    id: string,
    operation: O,
    options: WorkOptions[O],
    listener: WorkListener,
  ): void {
    this.warm()
    this.#works.set(id, listener)
    this.#send({ type: "start", id, operation, options } as ToEngine)
  }

  /** First: what is in flight may end; again: it is given up. */
  cancel(id: string): void {
    this.#send({ type: "cancel", id })
  }

  /** Ends the process at once, and with it its works. */
  kill(): void {
    this.#child?.kill("SIGKILL")
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child
    if (!child?.connected) return
    if (this.#outlives && this.busy) {
      child.disconnect()
      child.unref()
      return
    }
    const gone = new Promise((resolve) => child.once("exit", resolve))
    child.disconnect()
    const late = setTimeout(() => child.kill("SIGKILL"), 5000)
    await gone
    clearTimeout(late)
  }

  #send(message: ToEngine): void {
    this.#child?.send(message, () => {}) // a process that is gone says so by its exit
  }

  #fork(): ChildProcess {
    const { env = process.env, ...options } = this.#options
    const child = fork(childFile(), [JSON.stringify(options), ...(this.#outlives ? ["outlives"] : [])], {
      env: env as NodeJS.ProcessEnv,
      detached: this.#outlives, // a signal to the group of the terminal is not for it
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: [],
    })
    child.on("message", (message: FromEngine) => this.#heard(message))
    child.on("error", (error) => this.#died(child, error.message))
    child.on("exit", (code, signal) => this.#died(child, signal ?? `code ${code}`))
    return child
  }

  #heard(message: FromEngine): void {
    if (message.type === "ready") return
    const listener = this.#works.get(message.id)
    if (message.type === "told") {
      listener?.told("journal" in message ? { journal: message.journal } : { event: message.event })
      return
    }
    this.#works.delete(message.id)
    listener?.ended("error" in message ? { error: message.error } : { result: message.result })
  }

  #died(child: ChildProcess, how: string): void {
    if (this.#child !== child) return
    this.#child = undefined
    const error: ErrorRecord = errorRecord(new MillraceError("ENGINE_ENDED", { how }))
    const works = [...this.#works.values()]
    this.#works.clear()
    for (const work of works) work.ended({ error })
  }
}

function childFile(): string {
  return fileURLToPath(new URL("./engine-child.ts", import.meta.url))
}
