import { str as strOf } from "@internal/value"
import { valueError } from "../error.ts"

const MAX_DIGITS = 10n ** 4300n

/** Python's `str(v)`. An array of a class with `pyStr` prints by it. */
export function str(v: unknown): string {
  switch (typeof v) {
    case "string":
      return v
    case "bigint":
      return bigText(v)
    case "object":
      if (v !== null && "pyStr" in v && typeof v.pyStr === "function") return v.pyStr()
  }
  return strOf(v)
}

function bigText(v: bigint): string {
  if (v >= MAX_DIGITS || v <= -MAX_DIGITS) {
    valueError(
      "Exceeds the limit (4300 digits) for integer string conversion; " +
        "use sys.set_int_max_str_digits() to increase the limit",
    )
  }
  return v.toString()
}
