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
  #pending: Buffer[] = []
  #pendingBytes = 0
  #bytes = 0
  #spool: number | undefined

  constructor(path: string) {
    this.#path = path
  }

  get count(): number {
    return this.#numbers.length
  }

  add(number: number, text: string): void {
    const bytes = Buffer.from(`${text}\n`)
    this.#numbers.push(number)
    this.#bytes += bytes.length
    this.#ends.push(this.#bytes)
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes > BUFFER) this.#spill()
  }

  /** Texts in order; to be used up before `close`. */
  *texts(): Generator<string> {
    const read = this.#reader()
    for (const i of this.#order()) yield read(i).toString("utf8", 0, this.#length(i) - 1)
  }

  /** Writes the file, each text as `rewrite` answers it. */
  close(rewrite?: (text: string) => string): void {
    const temporary = `${this.#path}.partial`
    const file = openSync(temporary, "w")
    try {
      let chunks: Buffer[] = []
      let bytes = 0
      const flush = () => {
        if (bytes > 0) writeAll(file, Buffer.concat(chunks))
        chunks = []
        bytes = 0
      }
      for (const chunk of rewrite ? rewritten(this.texts(), rewrite) : this.#buffers()) {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > BUFFER) flush()
      }
      flush()
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
    writeAll(this.#spool, Buffer.concat(this.#pending))
    this.#pending = []
    this.#pendingBytes = 0
  }

  #order(): number[] {
    const numbers = this.#numbers
    const order = numbers.map((_, i) => i)
    if (numbers.some((n, i) => i > 0 && n < (numbers[i - 1] as number))) {
      order.sort((a, b) => (numbers[a] as number) - (numbers[b] as number))
    }
    return order
  }

  #start(i: number): number {
    return i === 0 ? 0 : (this.#ends[i - 1] as number)
  }

  #length(i: number): number {
    return (this.#ends[i] as number) - this.#start(i)
  }

  *#buffers(): Generator<Buffer> {
    const read = this.#reader()
    for (const i of this.#order()) yield Buffer.from(read(i))
  }

  /** Lines end nearly in order, so most texts lie in the window that was read last. */
  #reader(): (i: number) => Buffer {
    if (this.#spool === undefined) {
      const all = this.#pending
      return (i) => all[i] as Buffer
    }
    this.#spill()
    const spool = this.#spool
    let window = Buffer.alloc(BUFFER)
    let from = 0
    let until = 0
    return (i) => {
      const start = this.#start(i)
      const length = this.#length(i)
      if (start < from || start + length > until) {
        if (length > window.length) window = Buffer.alloc(length)
        from = Math.max(0, Math.min(start, start + length + BUFFER / 4 - window.length))
        until = from + readSync(spool, window, 0, window.length, from)
      }
      return window.subarray(start - from, start - from + length)
    }
  }
}

function* rewritten(texts: Iterable<string>, rewrite: (text: string) => string): Generator<Buffer> {
  for (const text of texts) yield Buffer.from(`${rewrite(text)}\n`)
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}
