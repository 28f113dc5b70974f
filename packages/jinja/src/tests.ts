import { builtin, type Operation, operation } from "./call/py-function.ts"
import { FILTERS } from "./filters/registry.ts"
import { isLower, isUpper } from "./text/casing.ts"
import { modulo } from "./values/arithmetic.ts"
import { Complex } from "./values/complex.ts"
import { contains } from "./values/contains.ts"
import { checkHashable } from "./values/dict.ts"
import { equals } from "./values/equality.ts"
import { isForeign } from "./values/foreign.ts"
import { tryIterate } from "./values/iterate.ts"
import { tryLength } from "./values/length.ts"
import { hasHtml, isStr, textOf } from "./values/markup.ts"
import { isFloatValue, isIndex, isNumber } from "./values/number.ts"
import { compare, type OrderOperator } from "./values/order.ts"
import { Range } from "./values/range.ts"
import { str } from "./values/text.ts"
import { Tuple } from "./values/tuple.ts"
import { Undefined } from "./values/undefined.ts"

function isSequence(v: unknown): boolean {
  if (isStr(v) || Array.isArray(v) || v instanceof Map || v instanceof Tuple || v instanceof Range)
    return true
  return tryLength(v) !== undefined && isForeign(v) && v.pyGetItem !== undefined
}

function isKnown(names: ReadonlyMap<string, unknown>, name: unknown): boolean {
  checkHashable(name)
  return isStr(name) && names.has(textOf(name))
}

const one = (name: string, test: (value: unknown) => boolean) =>
  operation(`test_${name}`, "value", (_, value) => test(value))
const two = (name: string, test: (a: unknown, b: unknown) => boolean) =>
  builtin(name, 2, (_, a, b) => test(a, b), "expected")
const ordered = (name: string, operator: OrderOperator) => two(name, (a, b) => compare(operator, a, b))

const eq = two("eq", equals)
const ne = two("ne", (a, b) => !equals(a, b))
const lt = ordered("lt", "<")
const le = ordered("le", "<=")
const gt = ordered("gt", ">")
const ge = ordered("ge", ">=")

const table: Record<string, Operation> = {
  odd: one("odd", (v) => equals(modulo(v, 2), 1)),
  even: one("even", (v) => equals(modulo(v, 2), 0)),
  divisibleby: operation("test_divisibleby", "value, num", (_, v, n) => equals(modulo(v, n), 0)),
  defined: one("defined", (v) => !(v instanceof Undefined)),
  undefined: one("undefined", (v) => v instanceof Undefined),
  filter: operation("test_filter", "@env, value", (_, name) => isKnown(FILTERS, name)),
  test: operation("test_test", "@env, value", (_, name) => isKnown(TESTS, name)),
  none: one("none", (v) => v === null),
  boolean: one("boolean", (v) => typeof v === "boolean"),
  false: one("false", (v) => v === false),
  true: one("true", (v) => v === true),
  integer: one("integer", (v) => isIndex(v) && typeof v !== "boolean"),
  float: one("float", isFloatValue),
  lower: one("lower", (v) => isLower(str(v))),
  upper: one("upper", (v) => isUpper(str(v))),
  string: one("string", isStr),
  mapping: one("mapping", (v) => v instanceof Map),
  number: one("number", (v) => isNumber(v) || v instanceof Complex),
  sequence: one("sequence", isSequence),
  iterable: one("iterable", (v) => tryIterate(v) !== undefined),
  callable: builtin("callable", 1, (_, v) => isForeign(v) && v.pyCall !== undefined),
  sameas: operation("test_sameas", "value, other", (_, a, b) => a === b),
  escaped: one("escaped", hasHtml),
  in: operation("test_in", "value, seq", (_, value, seq) => contains(seq, value)),
  "==": eq,
  eq,
  equalto: eq,
  "!=": ne,
  ne,
  ">": gt,
  gt,
  greaterthan: gt,
  ge,
  ">=": ge,
  "<": lt,
  lt,
  lessthan: lt,
  "<=": le,
  le,
}

/** Jinja2's built-in tests by name. */
export const TESTS: ReadonlyMap<string, Operation> = new Map(Object.entries(table))
