import { typeName } from "@internal/value"
import { raise, typeError, valueError } from "../error.ts"
import { checkText } from "../limits.ts"
import { pointCount, pointSlice } from "../text/code-points.ts"
import { isStr, textOf } from "../values/markup.ts"
import { floatValue, isFloatValue, isNumber, type Numeric, plain } from "../values/number.ts"
import { str } from "../values/text.ts"
import { type FloatStyle, floatText } from "./float-text.ts"

/** Python's `format(value, spec)`. */
export function formatValue(value: unknown, spec: string): string {
  if (spec === "") return str(value)
  if (isStr(value)) return formatText(textOf(value), parse(spec, "<", typeName(value)), typeName(value))
  if (isNumber(value)) return formatNumber(value, parse(spec, ">", typeName(value)))
  typeError(`unsupported format string passed to ${typeName(value)}.__format__`)
}

interface Spec {
  fill: string
  align: string
  sign: string
  negativeZero: boolean
  alternate: boolean
  width: number
  grouping: string
  precision: number | undefined
  type: string
  /** Whether the alignment was written down. */
  aligned: boolean
}

const PATTERN = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?(,)?(_)?(,)?(?:(\.)(\d+)?)?(.*)$/su

function parse(text: string, align: string, object: string): Spec {
  const match = PATTERN.exec(text)
  const invalid = (): never => valueError(`Invalid format specifier '${text}' for object of type '${object}'`)
  if (!match) return invalid()
  const [
    ,
    fill,
    given,
    sign = "",
    z,
    alternate,
    zero,
    width,
    comma,
    underscore,
    comma2,
    dot,
    precision,
    type = "",
  ] = match
  if (Number(width) > Number.MAX_SAFE_INTEGER) valueError("Too many decimal digits in format string")
  if (comma && underscore) valueError("Cannot specify both ',' and '_'.")
  if (comma2 && underscore) valueError("Cannot specify both ',' and '_'.")
  if (dot && precision === undefined) valueError("Format specifier missing precision")
  if (pointCount(type) > 1) invalid()
  const grouping = comma ?? underscore ?? ""
  if (grouping && type && !"deEfFgG%".includes(type) && !(grouping === "_" && "boxX".includes(type))) {
    valueError(`Cannot specify '${grouping}' with '${type}'.`)
  }
  return {
    fill: fill ?? (zero ? "0" : " "),
    align: given ?? (zero && align === ">" ? "=" : align),
    sign,
    negativeZero: z !== undefined,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
    aligned: given !== undefined,
  }
}

function formatText(text: string, spec: Spec, object: string): string {
  if (spec.type && spec.type !== "s") unknownCode(spec.type, object)
  if (spec.sign) {
    valueError(
      spec.sign === " "
        ? "Space not allowed in string format specifier"
        : "Sign not allowed in string format specifier",
    )
  }
  if (spec.negativeZero) valueError("Negative zero coercion (z) not allowed in string format specifier")
  if (spec.alternate) valueError("Alternate form (#) not allowed in string format specifier")
  if (spec.align === "=") valueError("'=' alignment not allowed in string format specifier")
  if (spec.grouping) valueError(`Cannot specify '${spec.grouping}' with 's'.`)
  return pad(spec, "", spec.precision === undefined ? text : pointSlice(text, 0, spec.precision))
}

function unknownCode(type: string, object: string): never {
  valueError(`Unknown format code '${type}' for object of type '${object}'`)
}

function formatNumber(value: Numeric, spec: Spec): string {
  if (isFloatValue(value)) return formatFloat(floatValue(value), spec, "float")
  const type = spec.type || "d"
  if ("eEfFgG%".includes(type)) return formatFloat(floatValue(value), spec, "int")
  if (!"bcdoxXn".includes(type)) unknownCode(type, typeName(value))
  return formatInteger(plain(value), spec, type)
}

function formatInteger(value: number | bigint, spec: Spec, type: string): string {
  if (spec.precision !== undefined) valueError("Precision not allowed in integer format specifier")
  if (spec.negativeZero) valueError("Negative zero coercion (z) not allowed in integer format specifier")
  if (type === "c") {
    if (spec.sign) valueError("Sign not allowed with integer format specifier 'c'")
    if (spec.alternate) valueError("Alternate form (#) not allowed with integer format specifier 'c'")
    const code = Number(value)
    if (Math.abs(code) >= 2 ** 63) raise("OverflowError", "Python int too large to convert to C long")
    if (code < 0 || code > 0x10ffff) raise("OverflowError", "%c arg not in range(0x110000)")
    return pad({ ...spec, align: spec.aligned ? spec.align : ">" }, "", String.fromCodePoint(code))
  }
  const negative = value < 0
  const magnitude = negative ? -value : value
  const radix = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10
  const digits = radix === 10 ? str(magnitude) : magnitude.toString(radix)
  const prefix = spec.alternate ? ({ b: "0b", o: "0o", x: "0x", X: "0X" }[type] ?? "") : ""
  const head = signOf(spec, negative) + prefix
  return group(spec, head, type === "X" ? digits.toUpperCase() : digits, "", radix === 10 ? 3 : 4)
}

function formatFloat(x: number, spec: Spec, object: string): string {
  const type = spec.type
  if (type && !"eEfFgGn%".includes(type)) unknownCode(type, object)
  const percent = type === "%"
  const style: FloatStyle = percent
    ? "f"
    : type === ""
      ? spec.precision === undefined
        ? "r"
        : "g"
      : type === "n"
        ? "g"
        : (type.toLowerCase() as FloatStyle) // the test above leaves e, f and g
  const precision = spec.precision ?? (type === "" ? 0 : 6)
  let text = floatText(percent ? x * 100 : x, style, {
    precision,
    alternate: spec.alternate,
    dotZero: type === "",
  })
  if (/[EFG]/.test(type)) text = text.toUpperCase()
  const negative = text.startsWith("-")
  const [, whole = "", rest = ""] = /^-?(\d*)(.*)$/s.exec(text) ?? []
  const coerced = spec.negativeZero && negative && !/[1-9]/.test(text) && !/inf|nan/i.test(text)
  return group(spec, signOf(spec, negative && !coerced), whole, rest + (percent ? "%" : ""), 3)
}

function signOf(spec: Spec, negative: boolean): string {
  return negative ? "-" : spec.sign === "-" ? "" : spec.sign
}

/** Puts separators into the whole digits, filling with zeros inside them where the spec fills with zeros. */
function group(spec: Spec, head: string, whole: string, rest: string, size: number): string {
  checkText(spec.width)
  let digits = whole
  const separated = () =>
    spec.grouping ? digits.replace(new RegExp(`\\B(?=(.{${size}})+$)`, "g"), spec.grouping) : digits
  if (spec.align === "=" && spec.fill === "0" && digits) {
    const least = spec.width - head.length - rest.length
    const missing = least - digits.length - (spec.grouping ? Math.ceil(least / (size + 1)) : 0)
    digits = digits.padStart(digits.length + missing, "0")
    while (separated().length < least) digits = `0${digits}`
  }
  return pad(spec, head, separated() + rest)
}

function pad(spec: Spec, head: string, text: string): string {
  checkText(spec.width)
  const missing = spec.width - head.length - pointCount(text)
  if (missing <= 0) return head + text
  const { fill } = spec
  switch (spec.align) {
    case "=":
      return head + fill.repeat(missing) + text
    case "<":
      return head + text + fill.repeat(missing)
    case "^":
      return fill.repeat(missing >> 1) + head + text + fill.repeat(missing - (missing >> 1))
  }
  return fill.repeat(missing) + head + text
}
