import { repr } from "@internal/value"
import { raise, typeError, valueError } from "../error.ts"
import { checkList } from "../limits.ts"
import { dictGet, dictHas, dictSet, type PyDict, storedKey } from "../values/dict.ts"
import type { Kwargs } from "../values/foreign.ts"
import { iterate, toList, tryIterate } from "../values/iterate.ts"
import { Tuple } from "../values/tuple.ts"
import { DictView } from "../values/views.ts"
import { MethodTable } from "./method.ts"

export const DICT_METHODS = new MethodTable<PyDict>("dict")
  .none("items", (dict) => new DictView("dict_items", dict))
  .none("keys", (dict) => new DictView("dict_keys", dict))
  .none("values", (dict) => new DictView("dict_values", dict))
  .some(
    "get",
    1,
    2,
    (dict, key, fallback = null) => dictGet(dict, key) ?? (dictHas(dict, key) ? null : fallback),
  )
  .none("copy", (dict) => new Map(dict))
  .none("clear", (dict) => {
    dict.clear()
    return null
  })
  .some("pop", 1, 2, (dict, key, fallback) => {
    const stored = storedKey(dict, key)
    if (dict.has(stored)) {
      const value = dict.get(stored)
      dict.delete(stored)
      return value
    }
    return fallback === undefined ? raise("KeyError", repr(key)) : fallback
  })
  .none("popitem", (dict) => {
    const last = Array.from(dict).at(-1)
    if (!last) raise("KeyError", "'popitem(): dictionary is empty'")
    dict.delete(last[0])
    return new Tuple(last)
  })
  .some("setdefault", 1, 2, (dict, key, fallback = null) => {
    if (!dictHas(dict, key)) set(dict, key, fallback)
    return dictGet(dict, key)
  })
  .some("fromkeys", 1, 2, (_, keys, value = null) => fromKeys(keys, value))
  .free("update", (dict, args, kwargs) => {
    if (args.length > 1) typeError(`update expected at most 1 argument, got ${args.length}`)
    fill(dict, args, kwargs)
    return null
  })

function set(dict: PyDict, key: unknown, value: unknown): void {
  checkList(dict.size + 1)
  dictSet(dict, key, value)
}

export function fromKeys(keys: unknown, value: unknown): PyDict {
  const dict: PyDict = new Map()
  for (const key of iterate(keys)) set(dict, key, value)
  return dict
}

/** Python's `dict(…)`, also the constructor of namespaces. */
export function makeDict(args: unknown[], kwargs: Kwargs): PyDict {
  if (args.length > 1) typeError(`dict expected at most 1 argument, got ${args.length}`)
  const dict: PyDict = new Map()
  fill(dict, args, kwargs)
  return dict
}

function fill(dict: PyDict, [source]: unknown[], kwargs: Kwargs): void {
  if (source instanceof Map) for (const [key, value] of source) set(dict, key, value)
  else if (source !== undefined) fillFromPairs(dict, source)
  for (const [key, value] of kwargs ?? []) set(dict, key, value)
}

function fillFromPairs(dict: PyDict, source: unknown): void {
  let index = 0
  for (const item of iterate(source)) {
    if (!tryIterate(item))
      typeError(`cannot convert dictionary update sequence element #${index} to a sequence`)
    const pair = toList(item)
    if (pair.length !== 2) {
      valueError(`dictionary update sequence element #${index} has length ${pair.length}; 2 is required`)
    }
    set(dict, pair[0], pair[1])
    index++
  }
}
