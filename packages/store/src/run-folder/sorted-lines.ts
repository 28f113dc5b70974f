import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs"

/** Bytes kept in memory before they go to the spool, and bytes written at once. */
const BUFFER = 256 * 1024

/**
 * A file of one text per numbered line, in order of the numbers whatever the order in which they come. What does not
 * fit into memory waits in a spool beside the file; the file itself appears complete, on `close`.
 */
export class SortedLines {
  readonly #path: string
  readonly #numbers: number[] = []
  /** Where each text ends, in bytes from the start of all. */
  readonly #ends: number[] = []
  #pending: string[] = []
  #pendingSize = 0
  #bytes = 0
  #spool: number | undefined

  constructor(path: string) {
    this.#path = path
  }

  add(number: number, text: string): void {
    this.#numbers.push(number)
    this.#bytes += Buffer.byteLength(text)
    this.#ends.push(this.#bytes)
    this.#pending.push(text)
    this.#pendingSize += text.length
    if (this.#pendingSize > BUFFER) this.#spill()
  }

  /** The texts in order. */
  *texts(): Generator<string> {
    const read = this.#reader()
    for (const i of this.#order()) yield read(i)
  }

  /** Writes the file, each text as `rewrite` answers it; `empty` when there was no line at all. */
  close(rewrite = (text: string) => text, empty = ""): void {
    const temporary = `${this.#path}.partial`
    const file = openSync(temporary, "w")
    try {
      let chunk = this.#numbers.length === 0 ? empty : ""
      for (const text of this.texts()) {
        chunk += `${rewrite(text)}\n`
        if (chunk.length > BUFFER) {
          writeAll(file, chunk)
          chunk = ""
        }
      }
      writeAll(file, chunk)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, this.#path)
    this.discard()
  }

  /** Forgets everything, so that no file is made. */
  discard(): void {
    if (this.#spool !== undefined) {
      closeSync(this.#spool)
      rmSync(this.#spoolPath, { force: true })
      this.#spool = undefined
    }
    this.#pending = []
    this.#numbers.length = 0
  }

  get #spoolPath(): string {
    return `${this.#path}.spool`
  }

  #spill(): void {
    this.#spool ??= openSync(this.#spoolPath, "w+", 0o600)
    writeAll(this.#spool, this.#pending.join(""))
    this.#pending = []
    this.#pendingSize = 0
  }

  #order(): number[] {
    const numbers = this.#numbers
    const order = numbers.map((_, i) => i)
    if (numbers.some((n, i) => i > 0 && n < (numbers[i - 1] as number))) {
      order.sort((a, b) => (numbers[a] as number) - (numbers[b] as number))
    }
    return order
  }

  /** Lines end nearly in order, so most texts lie in the window that was read last. */
  #reader(): (i: number) => string {
    if (this.#spool === undefined) {
      const all = this.#pending
      return (i) => all[i] as string
    }
    this.#spill()
    const spool = this.#spool
    let window = Buffer.alloc(BUFFER)
    let from = 0
    let until = 0
    return (i) => {
      const start = i === 0 ? 0 : (this.#ends[i - 1] as number)
      const end = this.#ends[i] as number
      if (start < from || end > until) {
        if (end - start > window.length) window = Buffer.alloc(end - start)
        from = Math.max(0, Math.min(start, end + BUFFER / 4 - window.length))
        until = from + readSync(spool, window, 0, window.length, from)
      }
      return window.toString("utf8", start - from, end - from)
    }
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}
