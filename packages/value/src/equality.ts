import { isNumeric, PyFloat } from "./model.ts"

/** Python's `==` on exact values: `1 == 1.0 == True`, lists and dicts compare deeply, dict order does not count. */
export function equals(a: unknown, b: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: == is how a bigint meets a number by value
  if (isNumeric(a) && isNumeric(b)) return numberOf(a) == numberOf(b)
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((x, i) => equals(x, b[i]))
  }
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false
    for (const [k, v] of a) if (!b.has(k) || !equals(v, b.get(k))) return false
    return true
  }
  return a === b
}

function numberOf(v: number | bigint | boolean | PyFloat): number | bigint {
  if (v instanceof PyFloat) return v.value
  return typeof v === "boolean" ? Number(v) : v
}
