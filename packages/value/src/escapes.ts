/** Why a string literal is refused, in CPython's words. */
export class EscapeError extends Error {}

const SINGLE: Record<string, string> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
}
const HEX: Record<string, number> = { x: 2, u: 4, U: 8 }

/** The value of what stands between a string literal's quotes, by Python's rules; an unknown escape stays as written. */
export function readEscapes(text: string): string {
  let out = ""
  for (let at = 0; at < text.length; ) {
    const slash = text.indexOf("\\", at)
    if (slash < 0) return out + text.slice(at)
    out += text.slice(at, slash)
    const [value, end] = escapeAt(text, slash + 1)
    out += value
    at = end
  }
  return out
}

function escapeAt(text: string, at: number): [string, number] {
  const c = text[at]
  if (c === undefined) throw new EscapeError("\\ at end of string")
  const single = SINGLE[c]
  if (single !== undefined) return [single, at + 1]
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0]
  if (octal) return [String.fromCodePoint(Number.parseInt(octal, 8)), at + octal.length]
  const size = HEX[c]
  if (size !== undefined) return [hexAt(text, at + 1, c, size), at + 1 + size]
  if (c === "N") {
    const named = /^N\{[^}]+\}/.test(text.slice(at))
    throw new EscapeError(named ? "unknown Unicode character name" : "malformed \\N character escape")
  }
  return [`\\${c}`, at + 1]
}

function hexAt(text: string, at: number, letter: string, size: number): string {
  const digits = text.slice(at, at + size)
  if (digits.length < size || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw new EscapeError(`truncated \\${letter}${"X".repeat(size)} escape`)
  }
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff) throw new EscapeError("illegal Unicode character")
  return String.fromCodePoint(code)
}
