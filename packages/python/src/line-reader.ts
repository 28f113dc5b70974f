const NEWLINE = 10

/** Cuts a stream of ASCII bytes into lines. A line that comes in many chunks is joined once. */
export class LineReader {
  readonly #onLine: (line: string) => void
  #parts: string[] = []

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    let start = 0
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start)
      if (end < 0) break
      let line = chunk.toString("latin1", start, end)
      if (this.#parts.length > 0) {
        line = this.#parts.join("") + line
        this.#parts = []
      }
      start = end + 1
      this.#onLine(line)
    }
    if (start < chunk.length) this.#parts.push(chunk.toString("latin1", start))
  }
}
