import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs"
import { type Block, readBlock, recordOf, type Text } from "./spool-block.ts"

/** Characters kept in memory before they go to the spool as a block, and characters written at once. */
const BUFFER = 256 * 1024

/**
 * A file of one text per numbered line, in order of the numbers whatever the order in which they come. What does not
 * fit into memory waits in a spool beside the file, in blocks that are sorted each for itself: lines end nearly in
 * order, so few blocks overlap, and nothing is kept for a line that is in the spool. The file appears complete, on `close`.
 */
export class SortedLines {
  readonly #path: string
  readonly #blocks: Block[] = []
  #pending: Text[] = []
  #pendingSize = 0
  #bytes = 0
  #spool: number | undefined

  constructor(path: string) {
    this.#path = path
  }

  add(number: number, text: string): void {
    this.#pending.push({ number, text })
    this.#pendingSize += text.length
    if (this.#pendingSize > BUFFER) this.#spill()
  }

  /** The texts in order. */
  *texts(): Generator<string> {
    const waiting = this.#blocks.map((block) => ({ first: block.first, read: () => this.#read(block) }))
    const last = sorted(this.#pending)
    if (last[0]) waiting.push({ first: last[0].number, read: () => last.values() })
    waiting.sort((a, b) => a.first - b.first)
    const open: { at: Text; rest: Iterator<Text> }[] = []
    const opened = (rest: Iterator<Text>) => {
      const { value, done } = rest.next()
      if (done) return
      const place = open.findIndex(({ at }) => at.number > value.number)
      open.splice(place < 0 ? open.length : place, 0, { at: value, rest })
    }
    for (let next = 0; next < waiting.length || open.length > 0; ) {
      const source = waiting[next]
      if (source && (open[0] === undefined || source.first <= open[0].at.number)) {
        opened(source.read())
        next++
        continue
      }
      const head = open.shift()
      if (!head) return
      yield head.at.text
      opened(head.rest)
    }
  }

  /** Writes the file, each text as `rewrite` answers it; `empty` when there was no line at all. */
  close(rewrite = (text: string) => text, empty = ""): void {
    const temporary = `${this.#path}.partial`
    const file = openSync(temporary, "w")
    try {
      let chunk = this.#blocks.length + this.#pending.length === 0 ? empty : ""
      for (const text of this.texts()) {
        chunk += `${rewrite(text)}\n`
        if (chunk.length > BUFFER) {
          writeAll(file, Buffer.from(chunk))
          chunk = ""
        }
      }
      writeAll(file, Buffer.from(chunk))
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
    this.#blocks.length = 0
  }

  get #spoolPath(): string {
    return `${this.#path}.spool`
  }

  #spill(): void {
    this.#spool ??= openSync(this.#spoolPath, "w+", 0o600)
    const texts = sorted(this.#pending)
    const start = this.#bytes
    const bytes = Buffer.concat(texts.map(recordOf))
    writeAll(this.#spool, bytes)
    this.#bytes += bytes.length
    this.#blocks.push({ first: (texts[0] as Text).number, start, end: this.#bytes })
    this.#pending = []
    this.#pendingSize = 0
  }

  #read(block: Block): Iterator<Text> {
    if (this.#spool === undefined) throw new TypeError("blocks lie in a spool")
    return readBlock(this.#spool, block)
  }
}

function sorted(texts: readonly Text[]): Text[] {
  return texts.toSorted((a, b) => a.number - b.number)
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
}
