import type { Clock } from "@internal/schema"

interface Sleeper {
  at: number
  wake(): void
}

/** A clock that a test moves by hand: sleepers wake in order of time, never by the machine's clock. */
export class VirtualClock implements Clock {
  #now = 0
  #sleepers: Sleeper[] = []

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const sleeper: Sleeper = { at: this.#now + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((s) => s !== sleeper)
        reject(signal.reason)
      })
    })
  }

  get sleeping(): number {
    return this.#sleepers.length
  }

  /** Moves to the next sleeper's time and wakes it; answers false when nobody sleeps. */
  async advance(): Promise<boolean> {
    // what goes on by turns of the event loop, as lines that are begun one after the other, takes no time
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
    this.#sleepers.sort((a, b) => a.at - b.at)
    const next = this.#sleepers.shift()
    if (!next) return false
    this.#now = Math.max(this.#now, next.at)
    next.wake()
    return true
  }

  /** Runs the clock until `promise` settles. */
  async drive<T>(promise: Promise<T>): Promise<T> {
    let settled = false
    const watched = promise.finally(() => {
      settled = true
    })
    watched.catch(() => {})
    while (!settled) await this.advance()
    return watched
  }
}
