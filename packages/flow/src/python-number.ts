import { float, int, isInt, PyFloat, repr, typeName, type Value } from "@internal/value"

/** Why Python's `int()` or `float()` refuses a value; the message is Python's. */
export class PythonCastError extends Error {
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.name = "PythonCastError"
    this.type = type
  }
}

// What Python's `strip()` takes: not quite JavaScript's `\s`.
const BLANK = "[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
const WHITESPACE = new RegExp(`^${BLANK}|${BLANK}$`, "g")
/** Python refuses longer decimal texts by default (`sys.set_int_max_str_digits`). */
const MAX_DIGITS = 4300

/** Python's `int(v)`: numbers are cut towards zero, text may have blanks around, a sign, and single underscores. */
export function pythonInt(v: Value): number | bigint {
  if (typeof v === "boolean") return Number(v)
  if (isInt(v)) return v
  if (typeof v === "number" || v instanceof PyFloat) {
    const x = Number(v)
    if (Number.isNaN(x)) throw new PythonCastError("ValueError", "cannot convert float NaN to integer")
    if (!Number.isFinite(x))
      throw new PythonCastError("OverflowError", "cannot convert float infinity to integer")
    return int(BigInt(Math.trunc(x)))
  }
  if (typeof v !== "string") {
    throw new PythonCastError(
      "TypeError",
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(v)}'`,
    )
  }
  const text = asciiDigits(v.replace(WHITESPACE, ""))
  if (!/^[-+]?\d+(?:_\d+)*$/.test(text)) {
    throw new PythonCastError("ValueError", `invalid literal for int() with base 10: ${repr(v)}`)
  }
  const digits = text.replaceAll("_", "").replace(/^\+/, "")
  if (digits.length > MAX_DIGITS + 1) {
    throw new PythonCastError(
      "ValueError",
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${digits.length} digits`,
    )
  }
  return int(BigInt(digits))
}

/** Python's `float(v)`. */
export function pythonFloat(v: Value): number | PyFloat {
  if (typeof v === "boolean") return float(Number(v))
  if (v instanceof PyFloat) return v
  if (typeof v === "number") return float(v)
  if (typeof v === "bigint") {
    const x = Number(v)
    if (!Number.isFinite(x)) throw new PythonCastError("OverflowError", "int too large to convert to float")
    return float(x)
  }
  if (typeof v !== "string") {
    throw new PythonCastError(
      "TypeError",
      `float() argument must be a string or a real number, not '${typeName(v)}'`,
    )
  }
  const text = asciiDigits(v.replace(WHITESPACE, ""))
  const special = /^([-+]?)(?:(inf(?:inity)?)|nan)$/i.exec(text)
  if (special) {
    if (special[2] === undefined) return Number.NaN
    return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  const digits = "\\d+(?:_\\d+)*"
  const decimal = new RegExp(`^[-+]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:[eE][-+]?${digits})?$`)
  if (!decimal.test(text)) {
    throw new PythonCastError("ValueError", `could not convert string to float: ${repr(v)}`)
  }
  return float(Number(text.replaceAll("_", "")))
}

/** Decimal digits of any script as ASCII: Python's number texts take all of Unicode's `Nd`. */
export function asciiDigits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) as number // the match is one character, so it has a code point
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10)
    const low = code & 0xf
    // Every other run of ten starts at …0 or …6: it is …6 if the sixteen's first character is no digit.
    const startsAtZero = /\p{Nd}/u.test(String.fromCodePoint(code - low))
    return String(startsAtZero ? low : low - 6)
  })
}
