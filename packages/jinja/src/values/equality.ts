import { dictGet, dictHas } from "./dict.ts"
import { isForeign } from "./foreign.ts"
import { Markup } from "./markup.ts"
import { isNumber, sameNumber } from "./number.ts"
import { Tuple } from "./tuple.ts"

/** Python's `a == b` for everything a template can hold. */
export function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a === "string" && typeof b === "string") return false
  if (isNumber(a)) return isNumber(b) && sameNumber(a, b)
  if (a instanceof Markup) return b instanceof Markup ? a.text === b.text : a.text === b
  if (b instanceof Markup) return b.text === a
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b)
  if (a instanceof Map) return b instanceof Map && sameEntries(a, b)
  if (a instanceof Tuple) return b instanceof Tuple && sameItems(a.items, b.items)
  if (isForeign(a) && a.pyEquals) return a.pyEquals(b)
  return isForeign(b) && (b.pyEquals?.(a) ?? false)
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((x, i) => equals(x, b[i]))
}

function sameEntries(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
  if (a.size !== b.size) return false
  for (const [key, value] of a) if (!dictHas(b, key) || !equals(value, dictGet(b, key))) return false
  return true
}
