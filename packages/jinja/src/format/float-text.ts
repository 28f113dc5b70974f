import { floatRepr } from "@internal/value"
import { checkText } from "../limits.ts"
import { exactDecimal, roundDecimal } from "./decimal.ts"

/** How C writes a double: `r` is Python's repr. */
export type FloatStyle = "e" | "f" | "g" | "r"

export interface FloatFormat {
  precision: number
  /** Keep the point and trailing zeros (`#`). */
  alternate?: boolean
  /** At least `.0` after a number without point or exponent. */
  dotZero?: boolean
}

/** Text of a double, correctly rounded, with a minus sign where due. */
export function floatText(x: number, style: FloatStyle, format: FloatFormat): string {
  checkText(format.precision)
  if (Number.isNaN(x)) return "nan"
  const sign = x < 0 || Object.is(x, -0) ? "-" : ""
  if (!Number.isFinite(x)) return `${sign}inf`
  return sign + magnitude(Math.abs(x), style, format)
}

function magnitude(x: number, style: FloatStyle, format: FloatFormat): string {
  const { precision, alternate = false } = format
  switch (style) {
    case "r":
      return format.dotZero ? floatRepr(x) : floatRepr(x).replace(/\.0$/, "")
    case "f":
      return fixed(x, precision, alternate)
    case "e":
      return exponential(x, precision, alternate)
    case "g":
      return general(x, precision || 1, format)
  }
}

function fixed(x: number, precision: number, alternate: boolean): string {
  const exact = exactDecimal(x)
  const { digits, point } = roundDecimal(exact, exact.point + precision)
  const all = point <= 0 ? "0".repeat(1 - point) + digits : digits
  const whole = all.slice(0, Math.max(point, 1)) || "0"
  const fraction = all.slice(Math.max(point, 1)).padEnd(precision, "0").slice(0, precision)
  return precision > 0 ? `${whole}.${fraction}` : alternate ? `${whole}.` : whole
}

function exponential(x: number, precision: number, alternate: boolean): string {
  const { digits, point } = roundDecimal(exactDecimal(x), precision + 1)
  return withExponent(digits, x === 0 ? 0 : point - 1, alternate)
}

function withExponent(digits: string, exponent: number, alternate: boolean): string {
  const fraction = digits.slice(1)
  const mantissa = fraction || alternate ? `${digits[0]}.${fraction}` : digits
  const size = Math.abs(exponent).toString().padStart(2, "0")
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${size}`
}

function general(x: number, precision: number, { alternate = false, dotZero = false }: FloatFormat): string {
  const { digits: all, point } =
    x === 0 ? { digits: "0", point: 1 } : roundDecimal(exactDecimal(x), precision)
  const digits = alternate ? all.padEnd(precision, "0") : all.replace(/0+$/, "") || "0"
  if (point <= -4 || point > precision - (dotZero ? 1 : 0)) return withExponent(digits, point - 1, alternate)
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`
  const whole = digits.slice(0, point).padEnd(point, "0")
  const fraction = digits.slice(point)
  if (fraction || alternate) return `${whole}.${fraction}`
  return dotZero ? `${whole}.0` : whole
}
