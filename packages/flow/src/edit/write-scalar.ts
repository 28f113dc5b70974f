import { PyFloat, type Value } from "@internal/value"
import { plainScalar } from "../yaml-scalar.ts"

export type Scalar = Exclude<Value, Value[] | Map<string, Value>>
export type Quote = "'" | '"'

/** Where a scalar is written, as far as it decides how. */
export interface ScalarPlace {
  /** Inside `{…}` or `[…]`. */
  flow: boolean
  /** Quotes of a text that needs some. */
  quote: Quote
  /** Quotes even if the text needs none: those of the scalar that it replaces. */
  always?: boolean
}

export function isScalarValue(value: Value): value is Scalar {
  return !Array.isArray(value) && !(value instanceof Map)
}

/** A scalar on one line, quoted only as needed: it reads as exactly this value again. */
export function scalarText(value: Scalar, place: ScalarPlace): string {
  if (typeof value !== "string") return literalText(value)
  if (!place.always && isPlain(value, place.flow)) return value
  if (place.quote === "'" && isPrintable(value)) return `'${value.replaceAll("'", "''")}'`
  return doubleQuoted(value)
}

function literalText(value: Exclude<Scalar, string>): string {
  if (value === null) return "null"
  const number = value instanceof PyFloat ? value.value : value
  if (typeof number !== "number") return String(number)
  if (Number.isNaN(number)) return ".nan"
  if (!Number.isFinite(number)) return number > 0 ? ".inf" : "-.inf"
  const text = Object.is(number, -0) ? "-0" : String(number)
  return value instanceof PyFloat && /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** Readers of YAML 1.1 take these for booleans. */
const OLD_BOOLEAN = /^(?:yes|no|on|off)$/i
/** `1:30` is a number for them. */
const SEXAGESIMAL = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?$/
const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`=<]/
/** `-`, `?` and `:` may begin a plain scalar if no blank follows. */
const BEGINS_PLAIN = /^[-?:][^\s,[\]{}]/

function isPlain(text: string, flow: boolean): boolean {
  if (text === "" || text.trim() !== text || !isPrintable(text)) return false
  if (INDICATOR.test(text) && !BEGINS_PLAIN.test(text)) return false
  if (/: |:$| #|^(?:---|\.\.\.)|\t/.test(text) || text === "<<") return false
  if (flow && /[,[\]{}]|:/.test(text)) return false
  return plainScalar(text) === text && !isAmbiguous(text)
}

/** Reads as a text by our rules, and as something else by those of other readers. */
function isAmbiguous(text: string): boolean {
  return OLD_BOOLEAN.test(text) || SEXAGESIMAL.test(text) || /^\d{4}-\d\d?-\d\d?/.test(text)
}

/** Characters that may not stand in a file as they are, on one line: controls but the tab, line breaks, halves of pairs. */
const UNPRINTABLE = /[^\P{Cc}\t]|[\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u

/** Whether a text may stand in a file as it is, on one line. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text)
}

const ESCAPES: Record<string, string> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\0": "\\0",
}

function doubleQuoted(text: string): string {
  const body = text.replace(/["\\]|\p{Cc}|[\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/gu, (char) => {
    const code = char.charCodeAt(0)
    return ESCAPES[char] ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`)
  })
  return `"${body}"`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0")
}

/**
 * Header and lines of a literal block, not indented; undefined if the text cannot be written as one, or would depend on
 * what follows it (line breaks at its end but one).
 */
export function blockLiteral(text: string): { header: string; lines: string[] } | undefined {
  const body = text.replace(/\n$/, "")
  if (!text.includes("\n") || body === "" || body.endsWith("\n")) return undefined
  const lines = body.split("\n")
  // What begins with a blank would need an indentation indicator, and what is all blanks shows nothing.
  if (/^\s/.test(body) || lines.some((line) => /^\s+$/.test(line) || !isPrintable(line))) return undefined
  return { header: body === text ? "|-" : "|", lines }
}
