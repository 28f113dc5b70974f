/**
 * Cuts text at the first of some stop strings. Text that may be the beginning of one is held back until it is clear, so
 * that a stream never shows a part of it.
 */
export class StopText {
  readonly #stops: readonly string[]
  #held = ""
  stopped = false

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== "")
  }

  /** What of the text so far may be shown now. */
  push(text: string): string {
    if (this.stopped) return ""
    this.#held += text
    const found = this.#stops.map((stop) => this.#held.indexOf(stop)).filter((at) => at >= 0)
    if (found.length > 0) {
      this.stopped = true
      return this.#release(Math.min(...found))
    }
    const longest = Math.max(0, ...this.#stops.map((stop) => overlap(this.#held, stop)))
    return this.#release(this.#held.length - longest)
  }

  /** The rest, once no more text comes. */
  end(): string {
    return this.stopped ? "" : this.#release(this.#held.length)
  }

  #release(length: number): string {
    const shown = this.#held.slice(0, length)
    this.#held = this.#held.slice(length)
    return shown
  }
}

/** How many characters at the end of `text` begin `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length
  }
  return 0
}
