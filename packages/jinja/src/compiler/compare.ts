import type { CompareOperator } from "../syntax/ast.ts"
import { contains } from "../values/contains.ts"
import { equals } from "../values/equality.ts"
import { compare } from "../values/order.ts"

/** Applies a comparison operator of the template language. */
export function compareValues(operator: CompareOperator, left: unknown, right: unknown): boolean {
  switch (operator) {
    case "==":
      return equals(left, right)
    case "!=":
      return !equals(left, right)
    case "in":
      return contains(right, left)
    case "not in":
      return !contains(right, left)
    default:
      return compare(operator, left, right)
  }
}
