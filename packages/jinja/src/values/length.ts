import { typeName } from "@internal/value"
import { typeError } from "../error.ts"
import { pointCount } from "../text/code-points.ts"
import { isForeign } from "./foreign.ts"
import { Markup } from "./markup.ts"

/** Python's `len(v)`, or undefined for what has none. */
export function tryLength(v: unknown): number | undefined {
  if (typeof v === "string") return pointCount(v)
  if (Array.isArray(v)) return v.length
  if (v instanceof Map) return v.size
  if (v instanceof Markup) return pointCount(v.text)
  return isForeign(v) ? v.pyLen?.() : undefined
}

export function length(v: unknown): number {
  return tryLength(v) ?? typeError(`object of type '${typeName(v)}' has no len()`)
}
