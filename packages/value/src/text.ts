import { isPyObject, PyFloat } from "./model.ts"

/** Python's `repr` of a float: shortest digits that round-trip, exponent from 1e16 and below 1e-4. */
export function floatRepr(x: number): string {
  if (Number.isNaN(x)) return "nan"
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf"
  if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0"
  const magnitude = Math.abs(x)
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    const plain = String(x)
    return plain.includes(".") ? plain : `${plain}.0`
  }
  const [mantissa = "", exponentText = "0"] = x.toExponential().split("e")
  const exponent = Number(exponentText)
  const size = Math.abs(exponent)
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`
}

/** Python's `str(v)`. */
export function str(v: unknown): string {
  if (typeof v === "string") return v
  if (isPyObject(v) && v.pyStr) return v.pyStr()
  return repr(v)
}

/** Python's `repr(v)` for the exact values, arrays and maps of them, and anything that has a `pyRepr`. */
export function repr(v: unknown): string {
  if (v === null || v === undefined) return "None"
  switch (typeof v) {
    case "boolean":
      return v ? "True" : "False"
    case "string":
      return stringRepr(v)
    case "bigint":
      return v.toString()
    case "number":
      return Number.isInteger(v) ? (Number.isSafeInteger(v) ? String(v) : BigInt(v).toString()) : floatRepr(v)
  }
  if (v instanceof PyFloat) return floatRepr(v.value)
  if (isPyObject(v)) return v.pyRepr()
  if (Array.isArray(v)) return nested(v, "[...]", () => `[${v.map(repr).join(", ")}]`)
  if (v instanceof Map) {
    return nested(v, "{...}", () => `{${Array.from(v, ([k, x]) => `${repr(k)}: ${repr(x)}`).join(", ")}}`)
  }
  return String(v)
}

/** Containers being written, outermost first: one that holds itself is written as `inside`. */
const open: unknown[] = []

function nested(v: unknown, inside: string, write: () => string): string {
  if (open.includes(v)) return inside
  open.push(v)
  try {
    return write()
  } finally {
    open.pop()
  }
}

const UNPRINTABLE = /[\p{C}\p{Z}]/u
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" }

function stringRepr(s: string): string {
  const quote = s.includes("'") && !s.includes('"') ? '"' : "'"
  let out = quote
  for (const c of s) {
    if (c === quote) out += `\\${c}`
    else if (SHORT[c] !== undefined) out += SHORT[c]
    else if (c === " " || !UNPRINTABLE.test(c)) out += c
    else out += escaped(c.codePointAt(0) ?? 0)
  }
  return out + quote
}

function escaped(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`
  return `\\U${code.toString(16).padStart(8, "0")}`
}

/** The name of a value's Python type, as error messages print it. */
export function typeName(v: unknown): string {
  if (v === null || v === undefined) return "NoneType"
  switch (typeof v) {
    case "boolean":
      return "bool"
    case "string":
      return "str"
    case "bigint":
      return "int"
    case "number":
      return Number.isInteger(v) ? "int" : "float"
    case "function":
      return "function"
  }
  if (v instanceof PyFloat) return "float"
  if (isPyObject(v)) return v.pyType
  if (Array.isArray(v)) return "list"
  if (v instanceof Map) return "dict"
  return "object"
}
