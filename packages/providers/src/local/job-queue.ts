interface Waiting {
  /** What the job's work begins with. */
  text: string
  start: () => void
  passed: number
}

// How often a job may be passed by jobs that fit better.
const PATIENCE = 8

/**
 * One job at a time. The next is the one that begins most like the last, so that what they share is evaluated once, even
 * when two prompts of a flow take turns; no job is passed more than a few times.
 */
export class JobQueue {
  #waiting: Waiting[] = []
  #busy = false
  #last = ""

  /** Resolves when it is this job's turn; dispose to let the next one have it. Rejects when aborted while waiting. */
  async turn(text: string, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted()
    if (this.#busy) await this.#wait(text, signal)
    this.#busy = true
    this.#last = text
    return { [Symbol.dispose]: () => this.#next() }
  }

  get idle(): boolean {
    return !this.#busy
  }

  #wait(text: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        reject(signal.reason)
      }
      const start = (): void => {
        signal.removeEventListener("abort", leave)
        resolve()
      }
      const waiting: Waiting = { text, start, passed: 0 }
      this.#waiting.push(waiting)
      signal.addEventListener("abort", leave, { once: true })
    })
  }

  #next(): void {
    const oldest = this.#waiting[0]
    if (!oldest) {
      this.#busy = false
      return
    }
    let best = oldest
    if (oldest.passed < PATIENCE) {
      let longest = common(oldest.text, this.#last)
      for (const other of this.#waiting) {
        const length = common(other.text, this.#last)
        if (length > longest) [best, longest] = [other, length]
      }
    }
    for (const other of this.#waiting) if (other !== best) other.passed++
    this.#waiting = this.#waiting.filter((other) => other !== best)
    best.start()
  }
}

function common(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  let at = 0
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at
}
