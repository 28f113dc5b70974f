import { raise, typeError } from "../error.ts"
import type { ForeignObject } from "./foreign.ts"
import { isIndex } from "./number.ts"
import { Undefined } from "./undefined.ts"

/** Python bytes, as `str.encode()` makes them. */
export class Bytes implements ForeignObject {
  readonly pyType = "bytes"
  readonly data: Uint8Array

  constructor(data: Uint8Array) {
    this.data = data
  }

  /** Encodes as UTF-8, ASCII or Latin-1; other encodings are refused. */
  static encode(text: string, encoding: string): Bytes {
    const name = encoding.toLowerCase().replace(/[-_ ]/g, "")
    if (name === "utf8" || name === "u8") return new Bytes(new TextEncoder().encode(text))
    const limit =
      name === "ascii" || name === "usascii" ? 0x7f : name === "latin1" || name === "iso88591" ? 0xff : 0
    if (limit === 0) raise("LookupError", `unknown encoding: ${encoding}`)
    const codes = Array.from(text, (c) => c.codePointAt(0) ?? 0)
    const bad = codes.findIndex((code) => code > limit)
    if (bad >= 0) {
      const code = codes[bad] as number
      const shown =
        code < 0x100
          ? `\\x${code.toString(16)}`
          : code < 0x10000
            ? `\\u${code.toString(16).padStart(4, "0")}`
            : `\\U${code.toString(16).padStart(8, "0")}`
      const codec = limit === 0x7f ? "ascii" : "latin-1"
      raise(
        "UnicodeEncodeError",
        `'${codec}' codec can't encode character '${shown}' in position ${bad}: ordinal not in range(${limit + 1})`,
      )
    }
    return new Bytes(Uint8Array.from(codes))
  }

  decode(): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.data)
    } catch {
      raise("UnicodeDecodeError", "'utf-8' codec can't decode the bytes")
    }
  }

  pyRepr(): string {
    const body = Array.from(this.data, (byte) => {
      if (byte === 0x5c) return "\\\\"
      if (byte === 0x0a) return "\\n"
      if (byte === 0x0d) return "\\r"
      if (byte === 0x09) return "\\t"
      return byte < 0x20 || byte > 0x7e
        ? `\\x${byte.toString(16).padStart(2, "0")}`
        : String.fromCharCode(byte)
    }).join("")
    if (body.includes("'") && !body.includes('"')) return `b"${body}"`
    return `b'${body.replaceAll("'", "\\'")}'`
  }
  pyLen(): number {
    return this.data.length
  }
  pyIter(): Iterable<unknown> {
    return this.data
  }
  pyGetItem(key: unknown): unknown {
    return isIndex(key) ? this.data.at(Number(key)) : undefined
  }
  pyContains(value: unknown): boolean {
    if (isIndex(value)) return this.data.includes(Number(value))
    if (value instanceof Bytes) return binary(this.data).includes(binary(value.data))
    if (value instanceof Undefined) value.fail()
    typeError("a bytes-like object is required, not 'str'")
  }
  pyEquals(other: unknown): boolean {
    return other instanceof Bytes && binary(other.data) === binary(this.data)
  }
}

function binary(data: Uint8Array): string {
  return String.fromCharCode(...data)
}
