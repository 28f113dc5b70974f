import { typeName } from "@internal/value"
import { typeError } from "../error.ts"
import { isForeign } from "./foreign.ts"
import { Markup } from "./markup.ts"
import { isNumber, sameNumber } from "./number.ts"
import { Tuple } from "./tuple.ts"

/** A dict as templates see it: the exact model's string keys, and any hashable value in dicts a template makes. */
export type PyDict = Map<unknown, unknown>

/** Fails as Python does for keys that cannot be hashed. */
export function checkHashable(key: unknown): void {
  if (typeof key !== "object" || key === null) return
  if (key instanceof Tuple) for (const item of key.items) checkHashable(item)
  else if (Array.isArray(key) || key instanceof Map || (isForeign(key) && UNHASHABLE.has(key.pyType))) {
    typeError(`unhashable type: '${typeName(key)}'`)
  }
}

const UNHASHABLE = new Set(["dict_keys", "dict_items", "slice"])

/** Whether two hashable values are the same key. Strings are looked up directly and never come here. */
function sameKey(a: unknown, b: unknown): boolean {
  if (isNumber(a)) return isNumber(b) && sameNumber(a, b)
  if (a instanceof Tuple) {
    return (
      b instanceof Tuple &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => sameItem(item, b.items[i]))
    )
  }
  return isForeign(a) && (a.pyEquals?.(b) ?? false)
}

function sameItem(a: unknown, b: unknown): boolean {
  const x = a instanceof Markup ? a.text : a
  return x === (b instanceof Markup ? b.text : b) || sameKey(a, b)
}

/** The key under which an equal one is already stored, else the key itself. */
export function storedKey(dict: PyDict, key: unknown): unknown {
  if (typeof key === "string") return key
  if (key instanceof Markup) return key.text
  if (key === null || dict.has(key)) return key
  checkHashable(key)
  for (const other of dict.keys()) if (typeof other !== "string" && sameKey(key, other)) return other
  return key
}

export function dictGet(dict: PyDict, key: unknown): unknown {
  return dict.get(storedKey(dict, key))
}

export function dictHas(dict: PyDict, key: unknown): boolean {
  return dict.has(storedKey(dict, key))
}

export function dictSet(dict: PyDict, key: unknown, value: unknown): void {
  dict.set(storedKey(dict, key), value)
}
