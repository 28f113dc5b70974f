import { typeName } from "@internal/value"
import { typeError } from "../error.ts"
import { compareText } from "../text/code-points.ts"
import { equals } from "./equality.ts"
import { isStr, textOf } from "./markup.ts"
import { isNumber, plain } from "./number.ts"
import { Tuple } from "./tuple.ts"
import { Undefined } from "./undefined.ts"

export type OrderOperator = "<" | "<=" | ">" | ">="

/** Python's `a < b` and its kin; fails as Python does for values without an order. */
export function compare(operator: OrderOperator, a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return decide(operator, a, b)
  if (isNumber(a) && isNumber(b)) return decide(operator, plain(a), plain(b))
  if (isStr(a) && isStr(b)) return decide(operator, compareText(textOf(a), textOf(b)), 0)
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(operator, a, b)
  if (a instanceof Tuple && b instanceof Tuple) return compareItems(operator, a.items, b.items)
  if (a instanceof Undefined) a.fail()
  if (b instanceof Undefined) b.fail()
  typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`)
}

export function lessThan(a: unknown, b: unknown): boolean {
  return compare("<", a, b)
}

function decide(operator: OrderOperator, x: number | bigint, y: number | bigint): boolean {
  switch (operator) {
    case "<":
      return x < y
    case "<=":
      return x <= y
    case ">":
      return x > y
    case ">=":
      return x >= y
  }
}

function compareItems(operator: OrderOperator, a: readonly unknown[], b: readonly unknown[]): boolean {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (!equals(a[i], b[i])) return compare(operator, a[i], b[i])
  return decide(operator, a.length, b.length)
}
