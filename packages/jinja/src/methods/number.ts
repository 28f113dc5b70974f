import { raise, valueError } from "../error.ts"
import { exactDecimal } from "../format/decimal.ts"
import { Bytes } from "../values/bytes.ts"
import { float, floatValue, int, type Numeric, plain } from "../values/number.ts"
import { Tuple } from "../values/tuple.ts"
import { integerArgument, textArgument } from "./arguments.ts"
import { MethodTable } from "./method.ts"

/** `int`'s and `bool`'s methods. */
export const INTEGER_METHODS = new MethodTable<number | bigint | boolean>("int")
  .none("bit_length", (v) => magnitude(v).toString(2).replace(/^0$/, "").length)
  .none("bit_count", (v) => magnitude(v).toString(2).replaceAll("0", "").length)
  .none("conjugate", (v) => plain(v))
  .none("as_integer_ratio", (v) => new Tuple([plain(v), 1]))
  .named("to_bytes", ["length", "byteorder", "signed"], (v, length = 1, order = "big") => {
    const size = integerArgument(length)
    const name = textArgument(order, "to_bytes() argument 'byteorder' must be str")
    if (name !== "big" && name !== "little") valueError("byteorder must be either 'little' or 'big'")
    if (plain(v) < 0) raise("OverflowError", "can't convert negative int to unsigned")
    const hex = magnitude(v).toString(16)
    if (hex.length > size * 2) raise("OverflowError", "int too big to convert")
    const bytes = Uint8Array.from(hex.padStart(size * 2, "0").match(/../g) ?? [], (pair) =>
      Number.parseInt(pair, 16),
    )
    return new Bytes(name === "big" ? bytes : bytes.reverse())
  })

function magnitude(v: number | bigint | boolean): bigint {
  const x = BigInt(v)
  return x < 0n ? -x : x
}

export const FLOAT_METHODS = new MethodTable<Numeric>("float")
  .none("is_integer", (v) => Number.isInteger(floatValue(v)))
  .none("conjugate", (v) => v)
  .none("hex", (v) => hexText(floatValue(v)))
  .none("as_integer_ratio", (v) => ratio(floatValue(v)))

function ratio(x: number): Tuple {
  if (Number.isNaN(x)) valueError("cannot convert NaN to integer ratio")
  if (!Number.isFinite(x)) raise("OverflowError", "cannot convert Infinity to integer ratio")
  const { digits, point } = exactDecimal(x)
  const shift = digits.length - point
  let top = BigInt(digits) * (shift < 0 ? 10n ** BigInt(-shift) : 1n)
  let bottom = shift > 0 ? 10n ** BigInt(shift) : 1n
  for (let a = top, b = bottom; ; [a, b] = [b, a % b]) {
    if (b !== 0n) continue
    top /= a
    bottom /= a
    break
  }
  return new Tuple([int(x < 0 ? -top : top), int(bottom)])
}

function hexText(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf"
  const sign = x < 0 || Object.is(x, -0) ? "-" : ""
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(x))
  const raw = view.getBigUint64(0)
  const exponent = Number(raw >> 52n)
  const fraction = (raw & 0xfffffffffffffn).toString(16).padStart(13, "0")
  if (raw === 0n) return `${sign}0x0.0p+0`
  const power = exponent === 0 ? -1022 : exponent - 1023
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? "" : "+"}${power}`
}

/** `real`, `imag` and, on integers, `numerator` and `denominator`. */
export function numberAttribute(v: Numeric, name: string, isFloat: boolean): unknown {
  switch (name) {
    case "real":
      return typeof v === "boolean" ? plain(v) : v
    case "imag":
      return isFloat ? float(0) : 0
    case "numerator":
      return isFloat ? undefined : plain(v)
    case "denominator":
      return isFloat ? undefined : 1
  }
  return undefined
}
