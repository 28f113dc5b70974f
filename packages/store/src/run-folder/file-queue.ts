import { writeFileSync } from "node:fs"
import { Worker } from "node:worker_threads"

/** Characters that may wait; beyond it the caller does the writing. */
const LIMIT = 8 * 1024 * 1024
/** Files from which on a thread of its own is worth its start. */
const MANY = 300
/** Milliseconds of writing in one turn of the event loop, without a thread. */
const SLICE_MS = 4
/**
 * Milliseconds that files wait: the calls of the next lines go out first, and each message to the thread wakes it, mostly on
 * the engine's own processor.
 */
const BATCH_MS = 20

/** Path and content by turns. */
type Files = string[]

/** Text, so that bundling leaves it whole. */
const THREAD = `
const { parentPort } = require("node:worker_threads")
const { writeFileSync } = require("node:fs")
parentPort.on("message", (files) => {
  let failure
  try {
    for (let i = 0; i < files.length; i += 2) writeFileSync(files[i], files[i + 1])
  } catch (error) {
    failure = error
  }
  parentPort.postMessage(failure)
})`

/**
 * Writes small files in the background, synchronously, which costs a fifth of the CPU time of asynchronous writes: a few
 * at a time between other work, many in a thread. What waits is bounded.
 */
export class FileQueue {
  #files: Files = []
  #size = 0
  #count = 0
  #scheduled = false
  #thread: Worker | undefined
  /** Characters of the batches that the thread has not answered yet, in order. */
  readonly #sent: number[] = []
  #idle: (() => void) | undefined
  #failure: unknown

  add(path: string, text: string): void {
    if (this.#failure !== undefined) return
    this.#files.push(path, text)
    this.#size += text.length
    this.#count++
    if (this.#size + this.#sent.reduce((sum, size) => sum + size, 0) > LIMIT)
      this.#write(Number.POSITIVE_INFINITY)
    else this.#schedule()
  }

  /** Writes what waits. Rejects with the first failure there was. */
  async close(): Promise<void> {
    this.#write(Number.POSITIVE_INFINITY)
    if (this.#sent.length > 0) {
      this.#thread?.ref()
      await new Promise<void>((resolve) => {
        this.#idle = resolve
      })
    }
    await this.#thread?.terminate()
    if (this.#failure !== undefined) throw this.#failure
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setTimeout(() => this.#turn(), BATCH_MS).unref()
  }

  #turn(): void {
    this.#scheduled = false
    if (this.#count > MANY) this.#send()
    else this.#write(performance.now() + SLICE_MS)
    if (this.#files.length > 0) this.#schedule()
  }

  #send(): void {
    if (this.#files.length === 0) return
    this.#thread ??= this.#start()
    this.#thread.postMessage(this.#files)
    this.#sent.push(this.#size)
    this.#files = []
    this.#size = 0
  }

  #start(): Worker {
    const thread = new Worker(THREAD, { eval: true, env: {}, execArgv: [] })
    thread.unref()
    thread.on("message", (failure: unknown) => this.#answered(failure, 1))
    // a thread that died answers nothing more
    thread.on("error", (error) => this.#answered(error, this.#sent.length))
    return thread
  }

  #answered(failure: unknown, batches: number): void {
    this.#failure ??= failure
    this.#sent.splice(0, batches)
    if (this.#sent.length === 0) this.#idle?.()
  }

  #write(until: number): void {
    let done = 0
    try {
      while (done < this.#files.length) {
        const text = this.#files[done + 1] as string
        writeFileSync(this.#files[done] as string, text)
        this.#size -= text.length
        done += 2
        if (performance.now() > until) break
      }
    } catch (error) {
      this.#failure = error
      done = this.#files.length
    }
    this.#files = this.#files.slice(done)
    if (this.#files.length === 0) this.#size = 0
  }
}
