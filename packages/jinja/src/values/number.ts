import { float, int, PyFloat } from "@internal/value"
import { raise } from "../error.ts"

/** int, float or bool in the exact model. */
export type Numeric = number | bigint | boolean | PyFloat

export function isNumber(v: unknown): v is Numeric {
  switch (typeof v) {
    case "number":
    case "bigint":
    case "boolean":
      return true
  }
  return v instanceof PyFloat
}

/** int or bool: what Python's `__index__` accepts. */
export function isIndex(v: unknown): v is number | bigint | boolean {
  return typeof v === "bigint" || typeof v === "boolean" || (typeof v === "number" && Number.isInteger(v))
}

export function isFloatValue(v: unknown): v is number | PyFloat {
  return v instanceof PyFloat || (typeof v === "number" && !Number.isInteger(v))
}

/** The plain number or bigint inside, for comparisons (which JavaScript does exactly between the two). */
export function plain(v: Numeric): number | bigint {
  if (typeof v === "boolean") return v ? 1 : 0
  return v instanceof PyFloat ? v.value : v
}

/** Whether two numbers are equal, whatever they are made of; NaN is not. */
export function sameNumber(a: Numeric, b: Numeric): boolean {
  const x = plain(a)
  const y = plain(b)
  return x <= y && x >= y
}

/** Python's `float(v)` of a number. */
export function floatValue(v: Numeric): number {
  const x = Number(plain(v))
  if (typeof v === "bigint" && !Number.isFinite(x))
    raise("OverflowError", "int too large to convert to float")
  return x
}

/** The integer of a float, exactly; fails as Python's `int(x)` does for infinities and NaN. */
export function truncate(x: number): number | bigint {
  if (Number.isNaN(x)) raise("ValueError", "cannot convert float NaN to integer")
  if (!Number.isFinite(x)) raise("OverflowError", "cannot convert float infinity to integer")
  const whole = Math.trunc(x)
  return Number.isSafeInteger(whole) ? whole + 0 : int(BigInt(whole))
}

export { float, int }
