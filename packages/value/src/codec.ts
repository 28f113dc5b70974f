import { type Dict, float, int, PyFloat, type Value } from "./model.ts"
import { floatRepr } from "./text.ts"

/** Thrown by `parse`. `offset` counts UTF-16 units from the start of the text; the message is Python's. */
export class JsonSyntaxError extends Error {
  readonly offset: number
  constructor(message: string, text: string, offset: number) {
    const before = text.slice(0, offset)
    const line = before.split("\n").length
    const column = offset - before.lastIndexOf("\n")
    super(`${message}: line ${line} column ${column} (char ${offset})`)
    this.name = "JSONDecodeError"
    this.offset = offset
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y
const SPACE = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings may not hold them
const PLAIN = /[^"\\\u0000-\u001f]*/y
const ZERO = 48
const NINE = 57
const DOT = 46
const LETTER_E = 101
/** The bit that makes a capital letter a small one. */
const LOWER = 32
const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
}
const MAX_DEPTH = 2000

/**
 * Parses JSON as Python's `json.loads` does: `1` and `1.0` stay apart, integers are exact, `NaN`, `Infinity` and
 * `-Infinity` are floats, the last of equal keys wins, and key order is kept.
 */
export function parse(text: string): Value {
  const reader = new Reader(text)
  reader.space()
  const value = reader.value(0)
  reader.space()
  if (reader.at < text.length) throw new JsonSyntaxError("Extra data", text, reader.at)
  return value
}

class Reader {
  readonly text: string
  at = 0
  constructor(text: string) {
    this.text = text
  }

  space(): void {
    const code = this.text.charCodeAt(this.at)
    if (code > 32) return
    SPACE.lastIndex = this.at
    SPACE.test(this.text)
    this.at = SPACE.lastIndex
  }

  fail(message: string, at = this.at): never {
    throw new JsonSyntaxError(message, this.text, at)
  }

  value(depth: number): Value {
    if (depth > MAX_DEPTH) this.fail("maximum nesting depth exceeded")
    const start = this.at
    switch (this.text[start]) {
      case '"':
        return this.string()
      case "{":
        return this.object(depth)
      case "[":
        return this.array(depth)
      case "n":
        return this.word("null", null)
      case "t":
        return this.word("true", true)
      case "f":
        return this.word("false", false)
      case "N":
        return this.word("NaN", Number.NaN)
      case "I":
        return this.word("Infinity", Number.POSITIVE_INFINITY)
      case "-":
        if (this.text[start + 1] === "I") return this.word("-Infinity", Number.NEGATIVE_INFINITY)
    }
    return this.number()
  }

  word<T extends Value>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail("Expecting value")
    this.at += word.length
    return value
  }

  number(): Value {
    const small = this.smallNumber()
    if (small !== undefined) return small
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (!match) this.fail("Expecting value")
    this.at = NUMBER.lastIndex
    const [digits, fraction, exponent] = match
    if (fraction !== undefined || exponent !== undefined) return float(Number(digits))
    return digits.length < 16 ? Number(digits) || 0 : int(BigInt(digits))
  }

  /** An integer of up to nine digits without a sign: most numbers there are. */
  smallNumber(): number | undefined {
    let at = this.at
    let value = 0
    let code = this.text.charCodeAt(at)
    const isZero = code === ZERO
    while (code >= ZERO && code <= NINE && at - this.at < 10) {
      value = value * 10 + code - ZERO
      code = this.text.charCodeAt(++at)
    }
    const digits = at - this.at
    if (digits === 0 || digits > 9 || (isZero && digits > 1)) return undefined
    if (code === DOT || (code | LOWER) === LETTER_E) return undefined
    this.at = at
    return value
  }

  string(): string {
    const start = this.at++
    let out = ""
    for (;;) {
      PLAIN.lastIndex = this.at
      PLAIN.test(this.text)
      const end = PLAIN.lastIndex
      out += this.text.slice(this.at, end)
      this.at = end
      const c = this.text[end]
      if (c === '"') {
        this.at++
        return out
      }
      if (c === undefined) this.fail("Unterminated string starting at", start)
      if (c !== "\\") this.fail("Invalid control character at")
      out += this.escape(start)
    }
  }

  escape(start: number): string {
    const c = this.text[this.at + 1]
    if (c === undefined) this.fail("Unterminated string starting at", start)
    if (c === "u") {
      const hex = this.text.slice(this.at + 2, this.at + 6)
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail("Invalid \\uXXXX escape", this.at + 1)
      this.at += 6
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    const plain = ESCAPES[c]
    if (plain === undefined) this.fail("Invalid \\escape")
    this.at += 2
    return plain
  }

  array(depth: number): Value[] {
    this.at++
    const out: Value[] = []
    this.space()
    if (this.text[this.at] === "]") {
      this.at++
      return out
    }
    for (;;) {
      out.push(this.value(depth + 1))
      this.space()
      const c = this.text[this.at]
      if (c === "]") {
        this.at++
        return out
      }
      if (c !== ",") this.fail("Expecting ',' delimiter")
      this.at++
      this.space()
    }
  }

  object(depth: number): Dict {
    this.at++
    const out: Dict = new Map()
    this.space()
    if (this.text[this.at] === "}") {
      this.at++
      return out
    }
    for (;;) {
      if (this.text[this.at] !== '"') this.fail("Expecting property name enclosed in double quotes")
      const key = this.string()
      this.space()
      if (this.text[this.at] !== ":") this.fail("Expecting ':' delimiter")
      this.at++
      this.space()
      out.set(key, this.value(depth + 1))
      this.space()
      const c = this.text[this.at]
      if (c === "}") {
        this.at++
        return out
      }
      if (c !== ",") this.fail("Expecting ',' delimiter")
      this.at++
      this.space()
    }
  }
}

export interface StringifyOptions {
  /** Escape every character above ASCII, lone surrogates included (what crosses the Python pipe). Default false. */
  ascii?: boolean
  /** Spaces per level, as in Python's `json.dumps(indent=…)`. Default: one line. */
  indent?: number
  /** Separators of the one-line form. Default compact: `,` and `:`. Python's own default is `", "` and `": "`. */
  item?: string
  key?: string
}

/** JSON text of an exact value as Python's `json.dumps` writes it: floats by `repr`, bare `NaN` and `Infinity`. */
export function stringify(value: Value, options: StringifyOptions = {}): string {
  const text = options.ascii ? asciiString : JSON.stringify
  const item = options.item ?? ","
  const key = options.key ?? (options.indent === undefined ? ":" : ": ")
  const write = (v: Value, margin: string): string => {
    if (v === null) return "null"
    switch (typeof v) {
      case "string":
        return text(v)
      case "boolean":
        return v ? "true" : "false"
      case "bigint":
        return v.toString()
      case "number":
        return Number.isInteger(v) ? integerText(v) : floatText(v)
    }
    if (v instanceof PyFloat) return floatText(v.value)
    const inner = options.indent === undefined ? "" : `${margin}${" ".repeat(options.indent)}`
    const between = options.indent === undefined ? item : `,\n${inner}`
    // put together piece by piece: values are small and many, and a list of the parts is as much work as they are
    let parts = ""
    if (Array.isArray(v)) for (const x of v) parts += (parts && between) + write(x, inner)
    else for (const [k, x] of v) parts += `${parts && between}${text(k)}${key}${write(x, inner)}`
    const [open, close] = Array.isArray(v) ? "[]" : "{}"
    if (parts === "" || options.indent === undefined) return open + parts + close
    return `${open}\n${inner}${parts}\n${margin}${close}`
  }
  return write(value, "")
}

function integerText(v: number): string {
  return Number.isSafeInteger(v) ? String(v) : BigInt(v).toString()
}

function floatText(v: number): string {
  if (Number.isNaN(v)) return "NaN"
  if (v === Number.POSITIVE_INFINITY) return "Infinity"
  if (v === Number.NEGATIVE_INFINITY) return "-Infinity"
  return floatRepr(v)
}

function asciiString(s: string): string {
  return JSON.stringify(s).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/**
 * The exact value for plain JavaScript data (what a TypeScript tool or an SDK caller hands over). Integral numbers are
 * integers. Fails with a `TypeError` that names the path on anything JSON cannot hold.
 */
export function fromPlain(plain: unknown, path = "$"): Value {
  switch (typeof plain) {
    case "string":
    case "boolean":
    case "bigint":
      return plain
    case "number":
      return Object.is(plain, -0) ? 0 : plain
    case "object":
      break
    default:
      throw new TypeError(`${path} is a ${typeof plain}, which JSON cannot hold`)
  }
  if (plain === null || plain instanceof PyFloat) return plain
  // Items that are missing are null, as `JSON.stringify` has it.
  if (Array.isArray(plain)) return Array.from(plain, (x, i) => fromPlain(x ?? null, `${path}[${i}]`))
  if (plain instanceof Map) {
    return new Map(Array.from(plain, ([k, v]) => [String(k), fromPlain(v, `${path}.${String(k)}`)]))
  }
  if ("toJSON" in plain && typeof plain.toJSON === "function") return fromPlain(plain.toJSON(), path)
  const proto = Object.getPrototypeOf(plain)
  if (proto !== Object.prototype && proto !== null) {
    throw new TypeError(`${path} is a ${proto.constructor?.name ?? "object"}, which JSON cannot hold`)
  }
  const entries = Object.entries(plain).filter(([, v]) => v !== undefined)
  return new Map(entries.map(([k, v]) => [k, fromPlain(v, `${path}.${k}`)]))
}

/** Plain JavaScript data: dicts become objects (own properties only, `__proto__` included), floats plain numbers. */
export function toPlain(value: Value): unknown {
  if (value === null || typeof value !== "object") return value
  if (value instanceof PyFloat) return value.value
  if (Array.isArray(value)) return value.map(toPlain)
  const out = {}
  for (const [k, v] of value) {
    Object.defineProperty(out, k, { value: toPlain(v), enumerable: true, writable: true, configurable: true })
  }
  return out
}
