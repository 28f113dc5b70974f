import { readSync } from "node:fs"

/** Bytes of a block that are read at once: many blocks may be open together. */
const WINDOW = 32 * 1024
/** Number (a double) and length in bytes (an unsigned 32-bit integer), before each text. */
const HEADER = 12

export interface Text {
  number: number
  text: string
}

/** A part of a spool file whose texts are in order: the first one's number, and its bytes. */
export interface Block {
  first: number
  start: number
  end: number
}

export function recordOf({ number, text }: Text): Buffer {
  const length = Buffer.byteLength(text)
  const record = Buffer.allocUnsafe(HEADER + length)
  record.writeDoubleLE(number, 0)
  record.writeUInt32LE(length, 8)
  record.write(text, HEADER)
  return record
}

/** The texts of a block, in its order. */
export function* readBlock(file: number, { start, end }: Block): Generator<Text> {
  let window = Buffer.allocUnsafe(Math.min(WINDOW, end - start))
  let from = start
  let until = start
  /** Where byte `at` of the file is in the window, once `length` bytes from there are. */
  const need = (at: number, length: number) => {
    if (at + length > until) {
      if (length > window.length) window = Buffer.allocUnsafe(length)
      from = at
      until = at + readSync(file, window, 0, Math.min(window.length, end - at), at)
    }
    return at - from
  }
  for (let at = start; at < end; ) {
    const header = need(at, HEADER)
    const number = window.readDoubleLE(header)
    const length = window.readUInt32LE(header + 8)
    const place = need(at + HEADER, length)
    yield { number, text: window.toString("utf8", place, place + length) }
    at += HEADER + length
  }
}
