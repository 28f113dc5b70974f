import { writeFileSync } from "node:fs"

/** Bytes that may wait; beyond it the caller pays for the writing. */
const LIMIT = 8 * 1024 * 1024
/** Milliseconds of writing in one turn of the event loop. */
const SLICE_MS = 4

/**
 * Writes small files in the background, a few milliseconds a turn: one synchronous write costs a fifth of the CPU time
 * of an asynchronous one. What waits is bounded.
 */
export class FileQueue {
  #files: { path: string; text: string }[] = []
  #next = 0
  #bytes = 0
  #scheduled = false
  #failure: unknown

  add(path: string, text: string): void {
    if (this.#failure !== undefined) return
    this.#files.push({ path, text })
    this.#bytes += text.length
    if (this.#bytes > LIMIT) this.#write(Number.POSITIVE_INFINITY)
    else this.#schedule()
  }

  /** Writes what waits. Throws the first failure there was. */
  close(): void {
    this.#write(Number.POSITIVE_INFINITY)
    if (this.#failure !== undefined) throw this.#failure
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#write(performance.now() + SLICE_MS)
      if (this.#next < this.#files.length) this.#schedule()
    })
  }

  #write(until: number): void {
    try {
      while (this.#next < this.#files.length) {
        const file = this.#files[this.#next++] as { path: string; text: string }
        this.#bytes -= file.text.length
        writeFileSync(file.path, file.text)
        if (performance.now() > until) break
      }
    } catch (error) {
      this.#failure = error
      this.#next = this.#files.length
    }
    if (this.#next === this.#files.length) {
      this.#files = []
      this.#next = 0
      this.#bytes = 0
    }
  }
}
