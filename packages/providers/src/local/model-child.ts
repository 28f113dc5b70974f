import { type ChildProcess, fork } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { MillraceError } from "@internal/schema"
import { modelFailed } from "../wire/failure.ts"
import type { FromProcess, Job, JobEnd, LoadMessage, ToProcess } from "./protocol.ts"

/** What a job yields: text as it comes, then how it ended. */
export interface JobSink {
  text(text: string): void
}
export type JobResult = JobEnd | { vectors: number[][]; tokens: number }

// A cancelled job ends between two batches of tokens; one that does not is stuck.
const STOP_MS = 10_000

/** A process with one model in memory, running at most one job. A crash is an error of that job and ends the child. */
export class ModelChild {
  readonly model: string
  readonly ready: Promise<void>
  readonly #child: ChildProcess
  #running: { id: number; sink: JobSink; settle: PromiseWithResolvers<JobResult> } | undefined
  #loading = Promise.withResolvers<void>()
  #stderr = ""
  #nextId = 1
  /** Why the child is of no further use; absent while it lives. */
  ended: MillraceError | undefined

  constructor(load: Omit<LoadMessage, "type">) {
    this.model = load.model
    this.ready = this.#loading.promise
    this.ready.catch(() => {})
    this.#child = fork(processFile(), [], {
      execArgv: [],
      env: plainEnvironment(),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    })
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk).slice(-2000)
    })
    this.#child.on("message", (message: FromProcess) => this.#hear(message))
    this.#child.on("error", (error) => this.#end(`could not be started: ${error.message}`))
    this.#child.on("exit", (code, signal) => this.#end(`died (${signal ?? `exit code ${code}`})`))
    this.#send({ type: "load", ...load })
  }

  /** Waits for the model, then for the job. Aborting rejects with the signal's reason and frees the child soon after. */
  async run(job: Job, sink: JobSink, signal: AbortSignal): Promise<JobResult> {
    await abortable(this.ready, signal)
    if (this.ended) throw this.ended
    signal.throwIfAborted()
    const id = this.#nextId++
    const settle = Promise.withResolvers<JobResult>()
    this.#running = { id, sink, settle }
    let patience: NodeJS.Timeout | undefined
    const cancel = (): void => {
      this.#send({ type: "cancel", id })
      patience = setTimeout(() => this.#end("did not stop when it was told to"), STOP_MS)
    }
    signal.addEventListener("abort", cancel)
    this.#hold(true)
    try {
      this.#send({ type: "run", id, job })
      return await settle.promise
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    } finally {
      clearTimeout(patience)
      signal.removeEventListener("abort", cancel)
      this.#running = undefined
      this.#hold(false)
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = new Promise((resolve) => this.#child.once("exit", resolve))
    this.#child.ref()
    this.#child.kill("SIGKILL")
    await gone
  }

  /** An idle model must not keep the command alive. */
  #hold(busy: boolean): void {
    const pipe = this.#child.stderr as unknown as { ref?(): void; unref?(): void } | null
    for (const handle of [this.#child, this.#child.channel, pipe]) busy ? handle?.ref?.() : handle?.unref?.()
  }

  #send(message: ToProcess): void {
    // Sending to a dead child fails by callback; its exit event says the rest.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #hear(message: FromProcess): void {
    if (message.type === "ready") this.#loading.resolve()
    else if (message.type === "load-error") this.#end(`could not load ${this.model}: ${message.detail}`)
    else this.#answer(message)
  }

  #answer(message: Exclude<FromProcess, { type: "ready" | "load-error" }>): void {
    const running = this.#running
    if (running?.id !== message.id) return
    if (message.type === "text") running.sink.text(message.text)
    else if (message.type === "end") running.settle.resolve(message.end)
    else if (message.type === "embedding") running.settle.resolve(message)
    else running.settle.reject(modelFailed({ ...message.failure }))
  }

  #end(what: string): void {
    if (this.ended) return
    const words = this.#stderr.trim().split("\n").slice(-3).join(" ")
    const detail = `The process of the local model ${what}.${words ? ` It said: ${words}` : ""}`
    this.ended = modelFailed({ class: "APIError", detail })
    this.#loading.reject(this.ended)
    this.#running?.settle.reject(this.ended)
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL")
  }
}

async function abortable(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const stop = (): void => aborted.reject(signal.reason)
  signal.addEventListener("abort", stop)
  try {
    await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener("abort", stop)
  }
}

/** Beside this file: the source in development, the bundle's own entry `model-process.js` when published. */
function processFile(): string {
  const bundled = fileURLToPath(new URL("./model-process.js", import.meta.url))
  return existsSync(bundled) ? bundled : fileURLToPath(new URL("./model-process.ts", import.meta.url))
}

const KEPT = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "LD_LIBRARY_PATH", "SystemRoot", "USERPROFILE"]

/** The engine needs to find its libraries, and none of the user's keys. */
function plainEnvironment(): Record<string, string> {
  const kept = KEPT.map((name) => [name, process.env[name]]).filter((pair) => pair[1] !== undefined)
  return Object.fromEntries(kept)
}
