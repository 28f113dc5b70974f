import { PyFloat, typeName } from "@internal/value"
import { raise, typeError } from "../error.ts"
import { percentFormat } from "../format/percent.ts"
import { checkBits, checkList, checkText } from "../limits.ts"
import { divideExactly } from "./big-division.ts"
import { Bytes } from "./bytes.ts"
import { Complex } from "./complex.ts"
import { iterate } from "./iterate.ts"
import { escaped, isStr, Markup, sameKind, textOf } from "./markup.ts"
import {
  float,
  floatValue,
  int,
  isFloatValue,
  isIndex,
  isNumber,
  type Numeric,
  plain,
  sameNumber,
} from "./number.ts"
import { PySet } from "./set.ts"
import { Tuple } from "./tuple.ts"
import { Undefined } from "./undefined.ts"
import { DictView } from "./views.ts"

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**"

function unsupported(operator: string, a: unknown, b: unknown): never {
  if (a instanceof Undefined) a.fail()
  if (b instanceof Undefined) b.fail()
  const name = operator === "**" ? "** or pow()" : operator
  typeError(`unsupported operand type(s) for ${name}: '${typeName(a)}' and '${typeName(b)}'`)
}

const bothIntegers = (a: number, b: number) => Number.isInteger(a) && Number.isInteger(b)

export function add(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number" && bothIntegers(a, b)) {
    const sum = a + b
    return Number.isSafeInteger(sum) ? sum : int(BigInt(a) + BigInt(b))
  }
  if (typeof a === "string" && typeof b === "string") {
    checkText(a.length + b.length)
    return a + b
  }
  if (isNumber(a) && isNumber(b)) {
    if (isFloatValue(a) || isFloatValue(b)) return float(floatValue(a) + floatValue(b))
    return int(BigInt(plain(a)) + BigInt(plain(b)))
  }
  return concatenate(a, b)
}

/** `a + b` of sequences. `operator` is what the message names: `+=` in one filter of Jinja2. */
export function concatenate(a: unknown, b: unknown, operator = "+"): unknown {
  if (isStr(a) && isStr(b)) {
    checkText(textOf(a).length + textOf(b).length)
    if (a instanceof Markup || b instanceof Markup) return new Markup(escaped(a) + escaped(b))
    return a + b
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    checkList(a.length + b.length)
    return [...a, ...b]
  }
  if (a instanceof Tuple && b instanceof Tuple) {
    checkList(a.items.length + b.items.length)
    return new Tuple([...a.items, ...b.items])
  }
  if (a instanceof Undefined) a.fail()
  if (b instanceof Undefined) b.fail()
  if (a instanceof Bytes) {
    if (b instanceof Bytes) return new Bytes(Uint8Array.from([...a.data, ...b.data]))
    typeError(`can't concat ${typeName(b)} to bytes`)
  }
  if (a instanceof Markup) unsupported(operator, a, b)
  if (isStr(a)) typeError(`can only concatenate str (not "${typeName(b)}") to str`)
  if (Array.isArray(a) || a instanceof Tuple) {
    const type = a instanceof Tuple ? "tuple" : "list"
    typeError(`can only concatenate ${type} (not "${typeName(b)}") to ${type}`)
  }
  unsupported(operator, a, b)
}

export function subtract(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number" && bothIntegers(a, b)) {
    const difference = a - b
    return Number.isSafeInteger(difference) ? difference : int(BigInt(a) - BigInt(b))
  }
  if (!isNumber(a) || !isNumber(b)) return difference(a, b)
  if (isFloatValue(a) || isFloatValue(b)) return float(floatValue(a) - floatValue(b))
  return int(BigInt(plain(a)) - BigInt(plain(b)))
}

/** Views of dicts can be subtracted, also from other iterables: the result is a set. */
function difference(a: unknown, b: unknown): PySet {
  if (a instanceof Undefined) a.fail()
  if (b instanceof Undefined) b.fail()
  if (!isSetLike(a) && !isSetLike(b)) unsupported("-", a, b)
  return new PySet(iterate(a)).without(iterate(b))
}

function isSetLike(v: unknown): boolean {
  return v instanceof PySet || (v instanceof DictView && v.pyType !== "dict_values")
}

export function multiply(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number" && bothIntegers(a, b)) {
    const product = a * b
    return Number.isSafeInteger(product) ? product + 0 : int(BigInt(a) * BigInt(b))
  }
  if (isNumber(a) && isNumber(b)) {
    if (isFloatValue(a) || isFloatValue(b)) return float(floatValue(a) * floatValue(b))
    const x = BigInt(plain(a))
    const y = BigInt(plain(b))
    checkBits(4 * (x.toString(16).length + y.toString(16).length))
    return int(x * y)
  }
  if (a instanceof Undefined) a.fail()
  if (a instanceof Markup) return repeatMarkup(a, b)
  if (b instanceof Markup) return repeatMarkup(b, a)
  if (b instanceof Undefined) b.fail()
  if (isSequence(a)) return repeat(a, b)
  if (isSequence(b)) return repeat(b, a)
  unsupported("*", a, b)
}

type Sequence = string | Markup | unknown[] | Tuple

function isSequence(v: unknown): v is Sequence {
  return isStr(v) || Array.isArray(v) || v instanceof Tuple
}

function repeatMarkup(markup: Markup, times: unknown): unknown {
  if (!isIndex(times)) typeError(`'${typeName(times)}' object cannot be interpreted as an integer`)
  return repeat(markup, times)
}

const MAX_INDEX = 2 ** 63

function repeat(sequence: Sequence, times: unknown): unknown {
  if (!isIndex(times)) typeError(`can't multiply sequence by non-int of type '${typeName(times)}'`)
  if (Math.abs(Number(times)) >= MAX_INDEX) {
    raise("OverflowError", "cannot fit 'int' into an index-sized integer")
  }
  const count = Math.max(0, Number(times))
  if (isStr(sequence)) {
    const text = textOf(sequence)
    checkText(text.length * count)
    return sameKind(sequence, text === "" ? "" : text.repeat(count))
  }
  const items = Array.isArray(sequence) ? sequence : sequence.items
  checkList(items.length * count)
  const out: unknown[] = []
  if (items.length > 0) for (let i = 0; i < count; i++) out.push(...items)
  return Array.isArray(sequence) ? out : new Tuple(out)
}

export function divide(a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) unsupported("/", a, b)
  const isFloat = isFloatValue(a) || isFloatValue(b)
  if (sameNumber(b, 0)) raise("ZeroDivisionError", isFloat ? "float division by zero" : "division by zero")
  if (!isFloat && (typeof a === "bigint" || typeof b === "bigint")) {
    return float(divideExactly(BigInt(plain(a)), BigInt(plain(b))))
  }
  return float(floatValue(a) / floatValue(b))
}

export function floorDivide(a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) unsupported("//", a, b)
  if (isFloatValue(a) || isFloatValue(b)) {
    const x = floatValue(a)
    const y = floatValue(b)
    if (y === 0) raise("ZeroDivisionError", "float floor division by zero")
    return float(floatDivision(x, y)[0])
  }
  const y = BigInt(plain(b))
  if (y === 0n) raise("ZeroDivisionError", "integer division or modulo by zero")
  const x = BigInt(plain(a))
  const quotient = x / y
  return int(x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient)
}

export function modulo(a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number" && bothIntegers(a, b) && b !== 0) {
    const rest = a % b
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0
  }
  if (isStr(a)) return sameKind(a, percentFormat(a, b))
  if (!isNumber(a) || !isNumber(b)) unsupported("%", a, b)
  if (isFloatValue(a) || isFloatValue(b)) {
    const y = floatValue(b)
    if (y === 0) raise("ZeroDivisionError", "float modulo")
    return float(floatDivision(floatValue(a), y)[1])
  }
  const y = BigInt(plain(b))
  if (y === 0n) raise("ZeroDivisionError", "integer modulo by zero")
  const rest = BigInt(plain(a)) % y
  return int(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest)
}

/** Quotient and remainder as CPython computes them for floats: the remainder has the divisor's sign. */
function floatDivision(x: number, y: number): [number, number] {
  let rest = x % y
  let quotient = (x - rest) / y
  if (rest === 0) rest = y < 0 ? -0 : 0
  else if (y < 0 !== rest < 0) {
    rest += y
    quotient -= 1
  }
  if (quotient === 0) return [x / y < 0 || Object.is(x / y, -0) ? -0 : 0, rest]
  const floor = Math.floor(quotient)
  return [quotient - floor > 0.5 ? floor + 1 : floor, rest]
}

export function power(a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) unsupported("**", a, b)
  if (isFloatValue(a) || isFloatValue(b) || plain(b) < 0) return floatPower(a, b)
  const base = plain(a)
  const exponent = plain(b)
  const quick = Number(base) ** Number(exponent)
  if (Number.isSafeInteger(quick)) return quick + 0
  checkBits(base.toString(2).length * Number(exponent))
  return int(BigInt(base) ** BigInt(exponent))
}

function floatPower(a: Numeric, b: Numeric): unknown {
  const x = floatValue(a)
  const y = floatValue(b)
  if (x === 0 && y < 0) raise("ZeroDivisionError", "0.0 cannot be raised to a negative power")
  if (x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y))) return new PyFloat(1)
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) return Complex.power(x, y)
  const result = x ** y
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y)) {
    raise("OverflowError", "(34, 'Numerical result out of range')")
  }
  return float(result)
}

export function negate(v: unknown): unknown {
  if (v instanceof Undefined) v.fail()
  if (!isNumber(v)) typeError(`bad operand type for unary -: '${typeName(v)}'`)
  if (isFloatValue(v)) return float(-floatValue(v))
  const x = plain(v)
  return typeof x === "bigint" ? int(-x) : 0 - x
}

export function positive(v: unknown): unknown {
  if (v instanceof Undefined) v.fail()
  if (!isNumber(v)) typeError(`bad operand type for unary +: '${typeName(v)}'`)
  return typeof v === "boolean" ? plain(v) : v
}

export const OPERATORS: Record<ArithmeticOperator, (a: unknown, b: unknown) => unknown> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "//": floorDivide,
  "%": modulo,
  "**": power,
}
