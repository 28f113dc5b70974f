/**
 * The exact value model: what Python's `json.loads` keeps apart stays apart here.
 *
 * | Python | here |
 * |---|---|
 * | None, bool, str | null, boolean, string |
 * | int | number (safe integer) or bigint beyond 2^53 |
 * | float | number that is not an integer, NaN, infinities; `PyFloat` when its value is integral (`1.0`) |
 * | list | array |
 * | dict | Map with string keys, in insertion order |
 */
export type Value = null | boolean | number | bigint | string | PyFloat | Value[] | Dict
export type Dict = Map<string, Value>

/** A float whose value is integral (or negative zero), so that `1.0` does not become `1`. Make one with `float()`. */
export class PyFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
  valueOf(): number {
    return this.value
  }
  toJSON(): number {
    return this.value
  }
}

/** An object with a Python face of its own: what `repr()`, `str()` and `type().__name__` answer for it. */
export interface PyObject {
  readonly pyType: string
  pyRepr(): string
  pyStr?(): string
}

/** The float `x` in the exact model: boxed only when it would otherwise read as an integer. */
export function float(x: number): number | PyFloat {
  return Number.isInteger(x) ? new PyFloat(x) : x
}

/** The integer `x` in the exact model: a number where that is exact, else a bigint. */
export function int(x: bigint): number | bigint {
  return x >= -9007199254740991n && x <= 9007199254740991n ? Number(x) : x
}

export function isFloat(v: unknown): v is number | PyFloat {
  return v instanceof PyFloat || (typeof v === "number" && !Number.isInteger(v))
}

export function isInt(v: unknown): v is number | bigint {
  return typeof v === "bigint" || (typeof v === "number" && Number.isInteger(v))
}

/** int, float or bool: what Python's arithmetic and `==` treat as numbers. */
export function isNumeric(v: unknown): v is number | bigint | boolean | PyFloat {
  return typeof v === "number" || typeof v === "bigint" || typeof v === "boolean" || v instanceof PyFloat
}

export function isPyObject(v: unknown): v is PyObject {
  return typeof v === "object" && v !== null && "pyRepr" in v && typeof v.pyRepr === "function"
}
