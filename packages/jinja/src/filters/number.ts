import { float, repr, typeName } from "@internal/value"
import { builtin, type Operation, operation } from "../call/py-function.ts"
import { raise, typeError, valueError } from "../error.ts"
import { exactDecimal, roundDecimal } from "../format/decimal.ts"
import { floatText } from "../format/float-text.ts"
import { parseFloatText, parseInteger } from "../text/parse-number.ts"
import { divide, multiply, power } from "../values/arithmetic.ts"
import { isStr, textOf } from "../values/markup.ts"
import {
  floatValue,
  int,
  isFloatValue,
  isIndex,
  isNumber,
  type Numeric,
  plain,
  truncate,
} from "../values/number.ts"
import { truth } from "../values/truth.ts"
import { Undefined } from "../values/undefined.ts"

/** Python's `float(v)`, or undefined where that is a `TypeError` or `ValueError`. */
function toFloat(v: unknown): number | undefined {
  if (v instanceof Undefined) v.fail()
  if (isStr(v)) return parseFloatText(textOf(v))
  return isNumber(v) ? floatValue(v) : undefined
}

function toInteger(v: unknown, fallback: unknown, base: unknown): unknown {
  if (v instanceof Undefined) v.fail()
  if (isStr(v)) {
    const whole = isIndex(base) ? parseInteger(textOf(v), Number(base)) : undefined
    if (whole !== undefined) return whole
    const real = parseFloatText(textOf(v))
    return real === undefined || !Number.isFinite(real) ? fallback : truncate(real)
  }
  if (!isNumber(v)) return fallback
  const x = plain(v)
  if (typeof x === "bigint") return x
  return Number.isNaN(x) ? fallback : truncate(x)
}

function round(value: unknown, precision: unknown, method: unknown): unknown {
  const name = isStr(method) ? textOf(method) : ""
  if (name !== "common" && name !== "ceil" && name !== "floor") {
    raise("FilterArgumentError", "method must be common, ceil or floor")
  }
  if (name === "common") return roundCommon(value, precision)
  const scaled = multiply(value, power(10, precision))
  if (!isNumber(scaled)) typeError(`must be real number, not ${typeName(scaled)}`)
  return divide(wholeOf(scaled, name), power(10, precision))
}

function wholeOf(v: Numeric, method: "ceil" | "floor"): number | bigint {
  const x = plain(v)
  if (typeof x === "bigint" || Number.isInteger(x)) return typeof x === "bigint" ? x : truncate(x)
  return truncate(method === "ceil" ? Math.ceil(x) : Math.floor(x))
}

/** Python's `round(value, precision)`: half to even, on the exact value. */
function roundCommon(value: unknown, precision: unknown): unknown {
  if (!isNumber(value)) typeError(`type ${typeName(value)} doesn't define __round__ method`)
  if (precision !== null && !isIndex(precision)) {
    typeError(`'${typeName(precision)}' object cannot be interpreted as an integer`)
  }
  if (!isFloatValue(value)) return roundInteger(BigInt(plain(value)), Number(precision ?? 0))
  const x = floatValue(value)
  const digits = precision === null ? 0 : Number(precision)
  if (!Number.isFinite(x)) return precision === null ? truncate(x) : x
  const exact = exactDecimal(Math.abs(x))
  const { digits: kept, point } = roundDecimal(exact, exact.point + digits)
  const rounded = Number(`${x < 0 || Object.is(x, -0) ? "-" : ""}0.${kept || "0"}e${point}`)
  if (!Number.isFinite(rounded)) raise("OverflowError", "rounded value too large to represent")
  return precision === null ? truncate(rounded) : float(rounded)
}

function roundInteger(x: bigint, digits: number): number | bigint {
  if (digits >= 0) return int(x)
  const unit = 10n ** BigInt(-digits)
  const rest = ((x % unit) + unit) % unit
  const down = x - rest
  const up = rest * 2n > unit || (rest * 2n === unit && (down / unit) % 2n !== 0n)
  return int(up ? down + unit : down)
}

const PREFIXES = "KMGTPEZY"

function fileSize(value: unknown, binary: boolean): string {
  const bytes = toFloat(value)
  if (bytes === undefined) {
    if (isStr(value)) valueError(`could not convert string to float: ${repr(value)}`)
    typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
  }
  const base = binary ? 1024 : 1000
  if (bytes === 1) return "1 Byte"
  if (bytes < base) return `${truncate(bytes)} Bytes`
  let exponent = 0
  while (exponent < PREFIXES.length - 1 && !(bytes < base ** (exponent + 2))) exponent++
  const letter = PREFIXES[exponent] as string
  const prefix = binary ? `${letter}iB` : `${letter === "K" ? "k" : letter}B`
  return `${floatText((base * bytes) / base ** (exponent + 2), "f", { precision: 1 })} ${prefix}`
}

function absolute(v: unknown): unknown {
  if (!isNumber(v)) typeError(`bad operand type for abs(): '${typeName(v)}'`)
  if (isFloatValue(v)) return float(Math.abs(floatValue(v)))
  const x = plain(v)
  return x < 0 ? -x : x
}

export const NUMBER_FILTERS: Record<string, Operation> = {
  abs: builtin("abs", 1, (_, v) => absolute(v)),
  int: operation("do_int", "value, default?, base?", (_, v, fallback = 0, base = 10) =>
    toInteger(v, fallback, base),
  ),
  float: operation("do_float", "value, default?", (_, v, fallback = float(0)) => {
    const x = toFloat(v)
    return x === undefined ? fallback : float(x)
  }),
  round: operation("do_round", "value, precision?, method?", (_, v, precision = 0, method = "common") =>
    round(v, precision, method),
  ),
  filesizeformat: operation("do_filesizeformat", "value, binary?", (_, v, binary = false) =>
    fileSize(v, truth(binary)),
  ),
}
