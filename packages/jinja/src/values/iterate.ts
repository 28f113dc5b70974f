import { typeName } from "@internal/value"
import { raise, typeError } from "../error.ts"
import { points } from "../text/code-points.ts"
import type { PyDict } from "./dict.ts"
import { isForeign } from "./foreign.ts"
import { Markup } from "./markup.ts"

/** Walks a dict; fails as Python does when it grows or shrinks meanwhile. */
export function* dictItems<T>(dict: PyDict, pick: (key: unknown, value: unknown) => T): Generator<T> {
  const size = dict.size
  for (const [key, value] of dict) {
    if (dict.size !== size) raise("RuntimeError", "dictionary changed size during iteration")
    yield pick(key, value)
  }
  if (dict.size !== size) raise("RuntimeError", "dictionary changed size during iteration")
}

/** What Python's `iter(v)` walks, or undefined when `v` is not iterable. An array is returned as it is, and stays live. */
export function tryIterate(v: unknown): Iterable<unknown> | undefined {
  if (Array.isArray(v)) return v
  if (typeof v === "string") return points(v)
  if (v instanceof Map) return dictItems(v, (key) => key)
  if (v instanceof Markup) return points(v.text)
  return isForeign(v) ? v.pyIter?.() : undefined
}

export function iterate(v: unknown): Iterable<unknown> {
  return tryIterate(v) ?? typeError(`'${typeName(v)}' object is not iterable`)
}

/** Python's `list(v)`: always a new array. */
export function toList(v: unknown): unknown[] {
  return Array.from(iterate(v))
}
