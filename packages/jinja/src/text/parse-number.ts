import { int } from "@internal/value"
import { strip } from "./whitespace.ts"

/** Digits of other scripts as ASCII; underscores only where Python allows them, else undefined. */
function asciiDigits(s: string): string | undefined {
  const text = strip(s).replace(/\p{Nd}/gu, (c) => (c <= "9" ? c : String(digitValue(c))))
  if (/^_|_$|__|[^0-9a-zA-Z]_|_[^0-9a-zA-Z]/.test(text)) return undefined
  return text.replaceAll("_", "")
}

/** Decimal digits stand in runs of ten; the distance to the start of the run is the value. */
function digitValue(c: string): number {
  const code = c.codePointAt(0) ?? 0
  let distance = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - distance - 1))) distance++
  return distance % 10
}

const PREFIX: Record<string, number> = { "0b": 2, "0o": 8, "0x": 16 }

/** Python's `int(text, base)`, or undefined where that is a `ValueError`. */
export function parseInteger(s: string, base: number): number | bigint | undefined {
  const text = asciiDigits(s)
  if (text === undefined || base < 0 || base === 1 || base > 36) return undefined
  const [, sign = "", prefix = "", digits = ""] = /^([-+]?)(0[box])?([0-9a-z]+)$/i.exec(text) ?? []
  const marked = PREFIX[prefix.toLowerCase()]
  const radix = base === 0 ? (marked ?? 10) : base
  const body = prefix && marked !== radix ? prefix + digits : digits
  if (body === "" || (base === 0 && marked === undefined && /^0+[1-9]/.test(body))) return undefined
  if (radix === 10 && body.length > 4300) return undefined
  let value = 0n
  for (const c of body) {
    const digit = Number.parseInt(c, 36)
    if (!(digit < radix)) return undefined
    value = value * BigInt(radix) + BigInt(digit)
  }
  return int(sign === "-" ? -value : value)
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const WORD = /^([-+]?)(inf|infinity|nan)$/i

/** Python's `float(text)` as a plain number, or undefined where that is a `ValueError`. */
export function parseFloatText(s: string): number | undefined {
  const text = asciiDigits(s)
  if (text === undefined) return undefined
  if (NUMBER.test(text)) return Number(text)
  const word = WORD.exec(text)
  if (!word) return undefined
  if (word[2]?.toLowerCase() === "nan") return Number.NaN
  return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
