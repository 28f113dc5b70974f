import { float, repr, typeName } from "@internal/value"
import { raise, typeError, valueError } from "../error.ts"
import { checkText } from "../limits.ts"
import { subscript } from "../lookup/subscript.ts"
import { pointCount, pointSlice } from "../text/code-points.ts"
import { parseFloatText, parseInteger } from "../text/parse-number.ts"
import { isForeign } from "../values/foreign.ts"
import { escaped, escapeText, isStr, Markup, textOf } from "../values/markup.ts"
import { floatValue, isIndex, isNumber, plain, truncate } from "../values/number.ts"
import { Range } from "../values/range.ts"
import { str } from "../values/text.ts"
import { Tuple } from "../values/tuple.ts"
import { Undefined } from "../values/undefined.ts"
import { ascii } from "./ascii.ts"
import { type FloatStyle, floatText } from "./float-text.ts"

/** Python's `template % args`. A `Markup` template escapes what it takes in. */
export function percentFormat(template: string | Markup, args: unknown): string {
  return new PercentFormat(template, args).run()
}

interface Directive {
  flags: string
  width: number
  precision: number | undefined
  type: string
  index: number
}

class PercentFormat {
  readonly text: string
  readonly escape: boolean
  readonly mapping: boolean
  args: unknown
  /** Arguments left to take, or undefined where `args` itself is the only one. */
  queue: readonly unknown[]
  at = 0
  taken = 0

  constructor(template: string | Markup, args: unknown) {
    this.text = textOf(template)
    this.escape = template instanceof Markup
    this.args = args
    this.mapping = isMapping(args)
    this.queue = args instanceof Tuple ? args.items : [args]
  }

  run(): string {
    let out = ""
    while (this.at < this.text.length) {
      const percent = this.text.indexOf("%", this.at)
      const end = percent < 0 ? this.text.length : percent
      out += this.text.slice(this.at, end)
      this.at = end
      if (percent >= 0) out += this.directive()
      checkText(out.length)
    }
    if (this.taken < this.queue.length && !this.mapping) {
      typeError("not all arguments converted during string formatting")
    }
    return out
  }

  next(): unknown {
    if (this.taken >= this.queue.length) typeError("not enough arguments for format string")
    return this.queue[this.taken++]
  }

  directive(): string {
    this.at++
    if (this.text[this.at] === "(") this.key()
    const flags = this.match(/[-+ #0]*/y)
    let left = false
    let width = 0
    if (this.text[this.at] === "*") {
      this.at++
      width = this.star()
      if (width < 0) {
        left = true
        width = -width
      }
    } else width = Number(this.match(/\d*/y) || "0")
    if (width > Number.MAX_SAFE_INTEGER) valueError("width too big")
    let precision: number | undefined
    if (this.text[this.at] === ".") {
      this.at++
      if (this.text[this.at] === "*") {
        this.at++
        precision = Math.max(0, this.star())
      } else precision = Number(this.match(/\d*/y) || "0")
      if (precision > 2147483647) valueError("prec too big")
    }
    if (/[hlL]/.test(this.text[this.at] ?? "")) this.at++
    const index = this.at
    const type = String.fromCodePoint(this.text.codePointAt(index) ?? 0)
    if (index >= this.text.length) valueError("incomplete format")
    this.at += type.length
    if (type === "%") return "%"
    return this.convert({ flags: left ? `${flags}-` : flags, width, precision, type, index }, this.next())
  }

  match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ""
    this.at += found.length
    return found
  }

  star(): number {
    const value = this.next()
    return isIndex(value) ? Number(value) : typeError("* wants int")
  }

  key(): void {
    if (!this.mapping) typeError("format requires a mapping")
    const start = ++this.at
    let depth = 1
    while (this.at < this.text.length && depth > 0) {
      const c = this.text[this.at++]
      if (c === ")") depth--
      else if (c === "(") depth++
    }
    if (depth > 0) valueError("incomplete format key")
    this.queue = [subscript(this.args, this.text.slice(start, this.at - 1))]
    this.taken = 0
  }

  convert(directive: Directive, value: unknown): string {
    const { type, precision } = directive
    switch (type) {
      case "s":
        return pad(directive, cut(this.escape ? escaped(value) : str(value), precision))
      case "r":
      case "a": {
        const text = type === "r" ? repr(value) : ascii(value)
        return pad(directive, cut(this.escape ? escapeText(text) : text, precision))
      }
      case "c":
        return pad(directive, this.escape ? typeError("%c requires int or char") : character(value))
      case "d":
      case "i":
      case "u":
      case "o":
      case "x":
      case "X":
        return padNumber(directive, integerText(directive, this.escape ? unwrapped(type, value) : value))
      case "e":
      case "E":
      case "f":
      case "F":
      case "g":
      case "G":
        return padNumber(directive, realText(directive, this.escape ? unwrapped(type, value) : value))
    }
    const code = (type.codePointAt(0) ?? 0).toString(16)
    valueError(`unsupported format character '${type}' (0x${code}) at index ${directive.index}`)
  }
}

/** What `Markup % value` hands on: an object that only converts itself to `int` or `float`, strings included. */
class Wrapped {
  readonly pyType = "_MarkupEscapeHelper"
  pyRepr(): string {
    return "<_MarkupEscapeHelper>"
  }
}

function unwrapped(type: string, value: unknown): unknown {
  if ("xXo".includes(type)) return new Wrapped()
  if (!isStr(value)) return isNumber(value) || value instanceof Undefined ? value : new Wrapped()
  const text = textOf(value)
  if (!"diu".includes(type)) {
    return float(parseFloatText(text) ?? valueError(`could not convert string to float: ${repr(text)}`))
  }
  return parseInteger(text, 10) ?? valueError(`invalid literal for int() with base 10: ${repr(text)}`)
}

function isMapping(args: unknown): boolean {
  if (args instanceof Map || Array.isArray(args) || args instanceof Range) return true
  return (
    isForeign(args) && !(args instanceof Tuple) && !(args instanceof Markup) && args.pyGetItem !== undefined
  )
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : pointSlice(text, 0, precision)
}

function character(value: unknown): string {
  if (isIndex(value)) {
    const code = Number(value)
    if (code < 0 || code > 0x10ffff) raise("OverflowError", "%c arg not in range(0x110000)")
    return String.fromCodePoint(code)
  }
  if (isStr(value) && pointCount(textOf(value)) === 1) return textOf(value)
  typeError("%c requires int or char")
}

function integerText({ type, flags, precision = 0 }: Directive, value: unknown): string {
  const decimal = "diu".includes(type)
  if (decimal && value instanceof Undefined) value.fail()
  if (!(decimal ? isNumber(value) : isIndex(value))) {
    const wanted = decimal ? "a real number" : "an integer"
    typeError(`%${type} format: ${wanted} is required, not ${typeName(value)}`)
  }
  // The test above leaves numbers only, which the union of the two guards cannot express.
  const inner = plain(value as number)
  const whole = typeof inner === "number" ? truncate(inner) : inner
  const negative = whole < 0
  const magnitude = negative ? -whole : whole
  const digits = type === "o" ? magnitude.toString(8) : decimal ? str(magnitude) : magnitude.toString(16)
  const prefix = flags.includes("#") ? (type === "o" ? "0o" : decimal ? "" : "0x") : ""
  checkText(precision)
  const text = (negative ? "-" : "") + prefix + digits.padStart(precision, "0")
  return type === "X" ? text.toUpperCase() : text
}

function realText({ type, flags, precision = 6 }: Directive, value: unknown): string {
  if (value instanceof Undefined) value.fail()
  if (!isNumber(value)) typeError(`must be real number, not ${typeName(value)}`)
  const style = type.toLowerCase() as FloatStyle // the caller's switch leaves e, f and g
  const text = floatText(floatValue(value), style, { precision, alternate: flags.includes("#") })
  return type === style ? text : text.toUpperCase()
}

function pad({ flags, width }: Directive, text: string): string {
  checkText(width)
  const missing = width - pointCount(text)
  if (missing <= 0) return text
  return flags.includes("-") ? text + " ".repeat(missing) : " ".repeat(missing) + text
}

function padNumber(directive: Directive, text: string): string {
  const { flags, width, type } = directive
  const signed = text.startsWith("-")
    ? text
    : flags.includes("+")
      ? `+${text}`
      : flags.includes(" ")
        ? ` ${text}`
        : text
  if (!flags.includes("0") || flags.includes("-")) return pad(directive, signed)
  checkText(width)
  const head =
    (flags.includes("#") && "xXo".includes(type) ? /^[-+ ]?0[xXoO]/ : /^[-+ ]?/).exec(signed)?.[0] ?? ""
  return head + signed.slice(head.length).padStart(width - head.length, "0")
}
