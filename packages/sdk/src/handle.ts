import type { MillraceError } from "@internal/schema"
import type { Handle, Progress } from "./api/execution.ts"

type Listener = (progress: Progress) => void

/**
 * The one implementation of `Handle`: work that tells its progress to whoever listens. Events are kept only while
 * someone reads them, so an unread handle costs nothing.
 */
export class WorkHandle<Result> implements Handle<Result> {
  readonly name: string
  readonly result: Promise<Result>
  readonly #listeners = new Set<Listener>()
  readonly #drain = new AbortController()
  readonly #stop = new AbortController()

  constructor(name: string, work: (handle: WorkHandle<Result>) => Promise<Result>, signal?: AbortSignal) {
    this.name = name
    if (signal?.aborted) this.#stop.abort(signal.reason)
    signal?.addEventListener("abort", () => this.#stop.abort(signal.reason), { once: true })
    // Deferred, so that a caller can subscribe before the first event.
    this.result = new Promise((resolve) => setImmediate(resolve)).then(() => work(this))
    this.result.catch(() => {})
  }

  /** Aborted by the first `cancel()`: finish what is in flight. */
  get drain(): AbortSignal {
    return this.#drain.signal
  }

  /** Aborted by the second `cancel()` or the caller's signal: stop now. */
  get stop(): AbortSignal {
    return this.#stop.signal
  }

  get watched(): boolean {
    return this.#listeners.size > 0
  }

  emit(progress: Progress): void {
    for (const listener of this.#listeners) listener(progress)
  }

  /** `reason`: why, where it is not just that somebody has cancelled it. */
  cancel(reason?: MillraceError): void {
    if (this.#drain.signal.aborted) this.#stop.abort()
    else this.#drain.abort(reason)
  }

  events(): AsyncIterable<Progress> {
    return { [Symbol.asyncIterator]: () => this.#follower() }
  }

  /** Not a generator, which would wait three times for each event: a batch has thousands a second. */
  #follower(): AsyncIterator<Progress, void> {
    const queue: Progress[] = []
    let isOver = false
    const waiting: (() => void)[] = [] // who asks for several at once waits several times
    const wake = () => {
      for (const resolve of waiting.splice(0)) resolve()
    }
    const listener: Listener = (progress) => {
      queue.push(progress)
      wake()
    }
    const end = () => {
      isOver = true
      this.#listeners.delete(listener)
      wake()
    }
    this.#listeners.add(listener)
    this.result.then(end, end)
    return {
      next: async () => {
        while (queue.length === 0 && !isOver) {
          await new Promise<void>((resolve) => {
            waiting.push(resolve)
          })
        }
        const value = queue.shift()
        return value === undefined ? { value, done: true } : { value, done: false }
      },
      return: async () => {
        queue.length = 0
        end()
        return { value: undefined, done: true }
      },
    }
  }
}
