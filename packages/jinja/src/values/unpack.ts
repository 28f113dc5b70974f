import { typeName } from "@internal/value"
import { typeError, valueError } from "../error.ts"
import { tryIterate } from "./iterate.ts"
import { Tuple } from "./tuple.ts"

/** Python's `a, b, … = v`: exactly `count` items. */
export function unpack(v: unknown, count: number): readonly unknown[] {
  const known = v instanceof Tuple ? v.items : Array.isArray(v) ? v : undefined
  if (known?.length === count) return known
  const source = known ?? tryIterate(v)
  if (!source) typeError(`cannot unpack non-iterable ${typeName(v)} object`)
  const items: unknown[] = []
  for (const item of source) {
    if (items.length === count) valueError(`too many values to unpack (expected ${count})`)
    items.push(item)
  }
  if (items.length < count) valueError(`not enough values to unpack (expected ${count}, got ${items.length})`)
  return items
}
