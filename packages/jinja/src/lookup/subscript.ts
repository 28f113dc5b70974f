import { repr, typeName } from "@internal/value"
import { raise, typeError } from "../error.ts"
import { pointAt } from "../text/code-points.ts"
import { dictGet } from "../values/dict.ts"
import { isForeign } from "../values/foreign.ts"
import { Markup } from "../values/markup.ts"
import { isIndex } from "../values/number.ts"
import { Range } from "../values/range.ts"
import { Tuple } from "../values/tuple.ts"

/** Python's `object[key]`, or undefined where that raises a `TypeError` or `LookupError`. */
export function trySubscript(object: unknown, key: unknown): unknown {
  if (object instanceof Map) return typeof key === "string" ? object.get(key) : tryDict(object, key)
  if (Array.isArray(object)) return isIndex(key) ? object.at(Number(key)) : undefined
  if (typeof object === "string") return isIndex(key) ? pointAt(object, Number(key)) : undefined
  if (object instanceof Tuple) return isIndex(key) ? object.items.at(Number(key)) : undefined
  if (object instanceof Range) return isIndex(key) ? object.at(Number(key)) : undefined
  if (object instanceof Markup) {
    const character = isIndex(key) ? pointAt(object.text, Number(key)) : undefined
    return character === undefined ? undefined : new Markup(character)
  }
  return isForeign(object) ? object.pyGetItem?.(key) : undefined
}

function tryDict(dict: Map<unknown, unknown>, key: unknown): unknown {
  try {
    return dictGet(dict, key)
  } catch {
    return undefined // an unhashable key
  }
}

/** Python's `object[key]`, failing as Python does. */
export function subscript(object: unknown, key: unknown): unknown {
  if (object instanceof Map) {
    const value = dictGet(object, key)
    return value === undefined ? raise("KeyError", repr(key)) : value
  }
  const value = trySubscript(object, key)
  if (value !== undefined) return value
  const type = typeName(object)
  if (
    !(
      Array.isArray(object) ||
      object instanceof Tuple ||
      object instanceof Range ||
      typeof object === "string"
    )
  ) {
    if (!isForeign(object) || !object.pyGetItem) typeError(`'${type}' object is not subscriptable`)
    raise("KeyError", repr(key))
  }
  if (!isIndex(key)) {
    const kind = type === "str" ? "string" : type
    typeError(
      `${kind} indices must be integers${type === "str" ? "" : " or slices"}, not ${quoted(type, key)}`,
    )
  }
  raise(
    "IndexError",
    type === "range"
      ? "range object index out of range"
      : `${type === "str" ? "string" : type} index out of range`,
  )
}

function quoted(type: string, key: unknown): string {
  return type === "str" ? `'${typeName(key)}'` : typeName(key)
}
